import 'server-only';
import type { Permission } from '@/lib/contract/changes';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';
import type { Split, SplitIntent, SplitTarget, TargetRef } from '@/lib/domain/split';
import type { SplitObservation } from '@/lib/mesh/adapter';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import type { AuditMembers } from '@/lib/server/changes/audit';

/**
 * A split in the words of the API.
 *
 * @param observation Figures of targets in namespaces that the person may not read are left out of it.
 */
export function toSplitDto(
  split: Split,
  observation: SplitObservation | null,
  writable: Permission,
  scope: Scope,
): SplitDto {
  return {
    id: split.id,
    mesh: split.mesh,
    carrier: { ...split.carrier },
    protocol: split.protocol,
    hosts: [...split.hosts],
    match: [...split.match],
    routeName: split.routeName,
    targets: split.targets.map((target, index) => {
      const observed = mayTell(target, scope) ? (observation?.targets[index] ?? null) : null;
      return { ...toTargetDto(target), observed: withShare(observed, observation) };
    }),
    candidates: split.candidates.map(toTargetDto),
    arithmetic: { ...split.arithmetic },
    owner: { ...split.owner },
    warnings: split.warnings.map((warning) => ({ ...warning })),
    writable,
  };
}

function toTargetDto(target: SplitTarget) {
  return { ...target, labels: { ...target.labels }, workloads: [...target.workloads] };
}

/** `name.namespace.svc…`; a host outside the cluster has nothing to hide. */
function mayTell({ fqdn }: SplitTarget, scope: Scope): boolean {
  const [, namespace, marker] = fqdn.split('.');
  return marker !== 'svc' || (namespace !== undefined && mayRead(scope, namespace));
}

type Observed = SplitDto['targets'][number]['observed'];

/** Adds the share of all requests that reached any target; null where not every target is told apart. */
function withShare(
  observed: SplitObservation['targets'][number],
  observation: SplitObservation | null,
): Observed {
  if (observed === null || observation === null) return null;
  const total = observation.targets.reduce(
    (sum: number | null, target) =>
      sum === null || target === null ? null : sum + target.requestRate,
    0,
  );
  const share = total === null || total === 0 ? null : observed.requestRate / total;
  return { ...observed, share };
}

/** What identifies a target, without the members that it lacks. */
function refOf({ host, subset, port }: TargetRef) {
  return {
    host,
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port }),
  };
}

/** The intent that would make a split what it is now, on the object as it is after a change. */
export function undoOf(before: Split, resourceVersion: string): SplitIntentDto {
  return {
    resourceVersion,
    targets: before.targets.map((target) => ({ ...refOf(target), weight: target.weight })),
  };
}

/** What the audit log says of a split as it was read. */
export function auditedSplit(split: Split): AuditMembers {
  const { group, plural, namespace, name, path } = split.carrier;
  const object = `${plural}.${group}/${namespace}/${name}`;
  return { object, path, before: weightsOf(split.targets) };
}

/** The weights of a split or an intent, for the audit log. */
export function weightsOf(
  targets: SplitIntent['targets'],
): readonly (TargetRef & { readonly weight: number | null })[] {
  return targets.map((target) => ({ ...refOf(target), weight: target.weight }));
}
