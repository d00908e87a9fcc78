import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import type { Split, SplitWarning } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import { combine } from '@/lib/mesh/conditions';
import { ownerOf } from '@/lib/mesh/owner';
import { backendRefOf, backendWeights } from '@/lib/mesh/routes/backend-refs';
import { backendWarnings } from '@/lib/mesh/routes/backend-warnings';
import type { RouteRule } from '@/lib/mesh/routes/rules';
import { backendCandidates, backendTarget } from '@/lib/mesh/routes/targets';
import type { WorkloadIndex } from '@/lib/mesh/workload-index';

/** Whom a route speaks for, and what leads to it before its rules do. */
export interface RouteAudience {
  /** As written, for people. */
  readonly hosts: readonly string[];
  /** OR-ed, in words; empty for everything. */
  readonly match: readonly string[];
  /** Fully qualified names of the Services that the route is attached to. */
  readonly services: readonly string[];
}

/** One rule of a route, and what is needed to read the choice that it makes. */
export interface RuleSubject {
  readonly mesh: MeshId;
  readonly kind: ResourceKind;
  readonly route: KubeObject;
  readonly rule: RouteRule;
  readonly protocol: Split['protocol'];
  readonly audience: RouteAudience;
  /** See `backendWeights`. */
  readonly soleBackendTakesAll: boolean;
  readonly index: WorkloadIndex;
  /** What the mesh has to say of the rule beside its backends. */
  readonly warnings?: readonly SplitWarning[] | undefined;
}

/**
 * Reads the choice that a rule makes between its backends, whatever group the route is of. The id is
 * `mesh~plural~namespace~name~rule`.
 *
 * @returns Null when there is nothing to choose: no backend, or one and no candidate.
 */
export function ruleSplit(subject: RuleSubject): Split | null {
  const { mesh, kind, route, rule, protocol, audience, index } = subject;
  const { metadata, apiVersion } = route;
  const namespace = metadata.namespace ?? '';
  const arithmetic = backendWeights(subject.soleBackendTakesAll);
  const weights = rule.backends.map((element) => backendRefOf(element, namespace).weight);
  const shares = sharesOf(weights, arithmetic);
  const targets = rule.backends.map((element, i) =>
    backendTarget(element, shares[i] ?? null, namespace, index),
  );
  const candidates = backendCandidates(targets, audience.services, index);
  if (targets.length === 0 || (targets.length === 1 && candidates.length === 0)) return null;

  const [group = '', version = ''] = apiVersion.split('/');
  return {
    id: [mesh, kind.plural, namespace, metadata.name, rule.index].join('~'),
    mesh,
    carrier: {
      group,
      version,
      kind: kind.kind,
      plural: kind.plural,
      namespace,
      name: metadata.name,
      path: `/spec/rules/${rule.index}/backendRefs`,
      resourceVersion: metadata.resourceVersion ?? '',
    },
    protocol,
    hosts: audience.hosts,
    match: combine(audience.match, rule.match),
    ...(rule.name === undefined ? {} : { routeName: rule.name }),
    targets,
    candidates,
    arithmetic,
    owner: ownerOf(route),
    warnings: [
      ...backendWarnings(rule, targets, { namespace, protocol, index }),
      ...(subject.warnings ?? []),
    ],
  };
}
