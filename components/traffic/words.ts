import { targetName } from '@/components/traffic/split-draft';
import type { SplitDto, Splits } from '@/lib/contract/splits';
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

type Owner = SplitDto['owner'];

const OWNER_NAMES: Readonly<Record<Owner['kind'], string>> = {
  hand: 'By hand',
  'argo-cd': 'Argo CD',
  flux: 'Flux',
  'argo-rollouts': 'Argo Rollouts',
  flagger: 'Flagger',
  helm: 'Helm',
};

export function ownerName({ kind, name }: Owner): string {
  return name === undefined ? OWNER_NAMES[kind] : `${OWNER_NAMES[kind]} (${name})`;
}

const OWNER_WARNINGS: Readonly<Record<Owner['kind'], string | null>> = {
  hand: null,
  'argo-cd':
    'It will put the weights back to what Git says unless it ignores this field or does not sync by itself.',
  flux: 'It will put the weights back at its next reconciliation unless it is suspended.',
  'argo-rollouts': 'It moves these weights itself and will set them anew at its next step.',
  flagger: 'It moves these weights itself and will set them anew at its next step.',
  helm: 'The next upgrade of the release will put the weights back.',
};

/** Why a change made here may not last; null when nothing else writes the object. */
export function ownerWarning({ kind }: Owner): string | null {
  return OWNER_WARNINGS[kind];
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
