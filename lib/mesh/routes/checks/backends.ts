import type { KubeObject } from '@/lib/domain/kube-object';
import { sharesOf } from '@/lib/domain/weights';
import type { KindRef, Lookups, Violation } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { knowsWorkloads, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { backendRefOf, backendWeights } from '@/lib/mesh/routes/backend-refs';
import { allZero, ofBackend, sameBackend } from '@/lib/mesh/routes/backend-warnings';
import type { RouteForm } from '@/lib/mesh/routes/match-words';
import { rulesOf, type RouteRule } from '@/lib/mesh/routes/rules';
import { backendTarget } from '@/lib/mesh/routes/targets';

/** The kinds that a look at backends may read. */
export const BACKEND_READS: readonly KindRef[] = [SERVICES, DEPLOYMENTS, PODS];

type BackendTrouble =
  | 'dangling-target'
  | 'port-needed'
  | 'unknown-port'
  | 'empty-backend'
  | 'same-backend'
  | 'all-zero';

/** Where the backends of a route are in one of these troubles. */
export function backendViolations(
  route: KubeObject,
  form: RouteForm,
  lookups: Lookups,
  ...codes: readonly BackendTrouble[]
): readonly Violation[] {
  return rulesOf(route, form).flatMap((rule) => ofRule(route, rule, form, lookups, codes));
}

function ofRule(
  { metadata: { namespace = '' } }: KubeObject,
  rule: RouteRule,
  protocol: RouteForm,
  lookups: Lookups,
  codes: readonly BackendTrouble[],
): readonly Violation[] {
  const index = workloadIndexOf(lookups);
  const refs = rule.backends.map((element) => backendRefOf(element, namespace));
  const shares = sharesOf(
    refs.map(({ weight }) => weight),
    backendWeights(false),
  );
  const targets = rule.backends.map((element, i) =>
    backendTarget(element, shares[i] ?? null, namespace, index),
  );
  const path = `/spec/rules/${rule.index}/backendRefs`;
  const ofEach = targets.flatMap((target, i) => {
    const found = ofBackend(rule.backends[i], target, { namespace, protocol, index });
    return warned(`${path}/${i}`, found, ...codes).filter(
      () =>
        !found.some(({ code }) => code === 'empty-backend') ||
        knowsWorkloads(lookups, refs[i]?.namespace ?? namespace),
    );
  });
  if (targets.length === 0) return [];
  return [
    ...ofEach,
    ...warned(path, [...sameBackend(targets), ...allZero(targets, { protocol })], ...codes),
  ];
}
