import { z } from 'zod';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';
import { inOwnScale, sameShares, sharesOf, type Weights } from '@/lib/domain/weights';

const refSchema = z.object({
  host: z.string(),
  subset: z.string().optional(),
  port: z.number().optional(),
});
type TargetRef = z.infer<typeof refSchema>;

const weightSchema = z.number().nullable();

/** What a person wants a split to be, and what it was when they began. */
export const draftSchema = z.object({
  base: z.object({
    resourceVersion: z.string(),
    match: z.array(z.string()),
    targets: z.array(refSchema.extend({ weight: weightSchema })),
  }),
  targets: z.array(refSchema),
  weights: z.array(weightSchema),
});
export type Draft = z.infer<typeof draftSchema>;
type Base = Draft['base'];

/** A draft that changes nothing yet. */
export function draftOf(split: SplitDto): Draft {
  const base = baseOf(split);
  return {
    base,
    targets: split.targets.map(refOf),
    weights: split.targets.map(({ weight }) => weight),
  };
}

/** The draft with other weights, or null when they are what the split has anyway. */
export function withWeights(draft: Draft, weights: Weights, split: SplitDto): Draft | null {
  const next = { ...draft, weights: [...weights] };
  return isChange(next, split) ? next : null;
}

/** Whether a draft would change anything of what it began with. */
function isChange({ base, targets, weights }: Draft, { arithmetic }: SplitDto): boolean {
  return !isSameList(targets, base.targets) || !sameShares(weights, weightsOf(base), arithmetic);
}

/** Adds a subset to a draft: it starts with nothing, and the first target with everything. */
export function withCandidate(draft: Draft, candidate: TargetRef): Draft {
  const weights = draft.weights.length === 1 ? [100] : draft.weights;
  return {
    ...draft,
    targets: [...draft.targets, refOf(candidate)],
    weights: [...weights, 0],
  };
}

/** What has become of the split since a draft of it was begun. */
export type Underneath = 'same' | 'other-fields' | 'weights' | 'targets';

/**
 * Compares a draft with the split as it is now. Where only other fields of the object changed (or the
 * same weights were written anew), the draft still means what it meant and can go on.
 */
export function underneathOf({ base }: Draft, split: SplitDto): Underneath {
  const now = baseOf(split);
  if (now.resourceVersion === base.resourceVersion) return 'same';
  if (!isSameList(now.targets, base.targets)) return 'targets';
  const isSame = now.targets.every(({ weight }, i) => weight === base.targets[i]?.weight);
  const isSameMatch = JSON.stringify(now.match) === JSON.stringify(base.match);
  return isSame && isSameMatch ? 'other-fields' : 'weights';
}

/** The same wish on top of the split as it is now. */
export function rebased(draft: Draft, split: SplitDto): Draft {
  return { ...draft, base: baseOf(split) };
}

/** What is sent: the weights in the object's own scale, on the version that the person has seen. */
export function intentOf(draft: Draft, split: SplitDto): SplitIntentDto {
  const { base, targets, weights } = draft;
  const keepsList = isSameList(targets, base.targets);
  const written = keepsList ? inOwnScale(weights, weightsOf(base), split.arithmetic) : weights;
  const isUnharmed = underneathOf(draft, split) === 'other-fields';
  return {
    resourceVersion: isUnharmed ? split.carrier.resourceVersion : base.resourceVersion,
    targets: targets.map((target, i) => ({ ...refOf(target), weight: written[i] ?? null })),
  };
}

/** The shares (0..1) that a draft asks for; null where it sends nothing anywhere. */
export function draftShares({ weights }: Draft, { arithmetic }: SplitDto): (number | null)[] {
  return sharesOf(weights, arithmetic);
}

/** How a target is called: its subset, or the first part of its host. */
export function targetName({ host, subset, port }: TargetRef): string {
  const name = subset ?? host.split('.')[0] ?? host;
  return port === undefined || subset !== undefined ? name : `${name}:${port}`;
}

export function keyOf({ host, subset, port }: TargetRef): string {
  return JSON.stringify([host, subset ?? null, port ?? null]);
}

function isSameList(a: readonly TargetRef[], b: readonly TargetRef[]): boolean {
  return a.length === b.length && a.every((ref, i) => keyOf(ref) === keyOf(b[i] ?? { host: '' }));
}

function weightsOf(base: Base): Weights {
  return base.targets.map(({ weight }) => weight);
}

function baseOf({ carrier, match, targets }: SplitDto): Base {
  return {
    resourceVersion: carrier.resourceVersion,
    match,
    targets: targets.map((target) => ({ ...refOf(target), weight: target.weight })),
  };
}

function refOf({ host, subset, port }: TargetRef): TargetRef {
  return {
    host,
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port }),
  };
}
