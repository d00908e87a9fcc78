import type { KubeObject } from '@/lib/domain/kube-object';
import type { KindRef, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { hasSelector, neighboursOf } from '@/lib/mesh/istio/checks/selectors';
import { PEER_AUTHENTICATION, SIDECAR, TELEMETRY } from '@/lib/mesh/istio/kinds';
import { hasTargetRefs } from '@/lib/mesh/istio/target-refs';
import { nameOf } from '@/lib/mesh/object-names';

/** The kinds of which one object applies, and no two are put together. */
export const SINGLE_KINDS = [SIDECAR, PEER_AUTHENTICATION, TELEMETRY] as const;

export const severalDefaults: Rule = {
  code: 'IS501',
  severity: 'error',
  title: 'Several objects of a kind are for all of one namespace',
  why: 'Only one of them is in force, in general the oldest, and the others do nothing.',
  mend: 'Merge them, or give all but one a selector.',
  link: analysisPage('IST0111'),
  subjects: SINGLE_KINDS,
  reads: SINGLE_KINDS,
  check: (object, lookups) => {
    const kind = singleKindOf(object);
    if (kind === undefined || !isForAll(object)) return [];
    return neighboursOf(object, kind, lookups)
      .filter(isForAll)
      .map((other) => at('', `${object.kind} ${nameOf(other)} is for all of it too.`, other));
  },
};

/** The one of the single kinds that an object is of. */
export function singleKindOf({ kind }: KubeObject): KindRef | undefined {
  return SINGLE_KINDS.find((each) => each.kind === kind);
}

function isForAll(object: KubeObject): boolean {
  return !hasSelector(object) && !hasTargetRefs(object);
}
