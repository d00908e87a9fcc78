import { targetName } from '@/components/traffic/split-draft';
import type { SplitDto } from '@/lib/contract/splits';

/** The splits of one host, as they stand under one heading. */
export interface SplitGroup {
  readonly namespace: string;
  readonly host: string;
  readonly splits: readonly SplitDto[];
}

/** Those splits that lead to a host and contain every word of a search. */
export function filterSplits(
  splits: readonly SplitDto[],
  { host, search }: { readonly host: string | null; readonly search: string },
): readonly SplitDto[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return splits.filter((split) => {
    if (host !== null && !concerns(split, host)) return false;
    const text = textOf(split);
    return words.every((word) => text.includes(word));
  });
}

/** Puts splits under the host that their callers address, sorted by namespace and host. */
export function groupSplits(splits: readonly SplitDto[]): readonly SplitGroup[] {
  const groups = new Map<string, SplitGroup>();
  for (const split of splits) {
    const { namespace } = split.carrier;
    const host = split.hosts.join(', ') || split.carrier.name;
    const key = `${namespace} ${host}`;
    const group = groups.get(key) ?? { namespace, host, splits: [] };
    groups.set(key, { ...group, splits: [...group.splits, split] });
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** What leads to a split, in one line. Routes are tried in order, so that later ones get the rest. */
export function conditionOf({ match, carrier }: Pick<SplitDto, 'match' | 'carrier'>): string {
  if (match.length > 0) return match.join(', or ');
  return /\/0\/[^/]*$/.test(carrier.path) ? 'Everything' : 'Everything else';
}

/** Whether a split is about a service: by full name, or by `name` or `name.namespace`. */
function concerns({ hosts, targets, carrier }: SplitDto, host: string): boolean {
  const names = new Set([...hosts, ...targets.map(({ fqdn }) => fqdn)]);
  const [short = '', namespace] = host.split('.');
  return [...names].some((name) => {
    if (name === host) return true;
    const [first, second = carrier.namespace] = name.split('.');
    return first === short && (namespace === undefined || namespace === second);
  });
}

function textOf({ carrier, hosts, match, routeName, targets }: SplitDto): string {
  return [
    carrier.namespace,
    carrier.name,
    routeName ?? '',
    ...hosts,
    ...match,
    ...targets.flatMap((target) => [targetName(target), target.fqdn, ...target.workloads]),
  ]
    .join(' ')
    .toLowerCase();
}
