import { targetName } from '@/components/traffic/split-draft';
import type { Splits } from '@/lib/contract/splits';
import { formatAge, formatRatio } from '@/lib/domain/format';

interface Shared {
  readonly targets: readonly { readonly host: string; readonly subset?: string | undefined }[];
  readonly shares: readonly (number | null)[];
}

/** What a change does to each target: `v1 90% → 75%, v2 10% → 25%`. */
export function changeInWords(before: Shared, after: Shared): string {
  const known = new Map(before.targets.map((target, i) => [targetName(target), before.shares[i]]));
  const changed = after.targets.flatMap((target, i) => {
    const name = targetName(target);
    const [from, to] = [formatRatio(known.get(name) ?? 0), formatRatio(after.shares[i] ?? 0)];
    return from === to ? [] : [`${name} ${from} → ${to}`];
  });
  return changed.join(', ');
}

/** What stands in place of a bar of shares. */
export const SHARES_ABSENT = {
  configured: 'All weights are 0: nothing is sent anywhere',
  observed: 'No requests, or telemetry cannot tell the targets apart',
} as const;

/** Over which time shares were observed and how old they are. */
export function observedOver({ observedWindowSeconds, sources }: Splits): string {
  const window = `last ${formatAge(observedWindowSeconds * 1000)}`;
  const age = sources.find(({ name }) => name === 'prometheus')?.ageMs ?? null;
  return age === null ? window : `${window}, ${formatAge(age)} ago`;
}
