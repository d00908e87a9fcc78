import type { OwnerDto } from '@/lib/contract/changes';

const OWNER_NAMES: Readonly<Record<OwnerDto['kind'], string>> = {
  hand: 'By hand',
  'argo-cd': 'Argo CD',
  flux: 'Flux',
  'argo-rollouts': 'Argo Rollouts',
  flagger: 'Flagger',
  helm: 'Helm',
};

export function ownerName({ kind, name }: OwnerDto): string {
  return name === undefined ? OWNER_NAMES[kind] : `${OWNER_NAMES[kind]} (${name})`;
}

const OWNER_WARNINGS: Readonly<Record<OwnerDto['kind'], ((what: string) => string) | null>> = {
  hand: null,
  'argo-cd': (what) =>
    `It will put ${what} back to what Git says unless it ignores this field or does not sync by itself.`,
  flux: (what) => `It will put ${what} back at its next reconciliation unless it is suspended.`,
  'argo-rollouts': () => 'It moves these weights itself and will set them anew at its next step.',
  flagger: () => 'It moves these weights itself and will set them anew at its next step.',
  helm: (what) => `The next upgrade of the release will put ${what} back.`,
};

/**
 * Why a change made here may not last; null when nothing else writes the object.
 *
 * @param what What is changed, such as `the weights`.
 */
export function ownerWarning({ kind }: OwnerDto, what: string): string | null {
  return OWNER_WARNINGS[kind]?.(what) ?? null;
}
