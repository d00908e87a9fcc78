import { isMissing } from '@/lib/mesh/checks/indexes';
import type { KindRef, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { SERVICE_ENTRY, TARGETED_KINDS } from '@/lib/mesh/istio/kinds';
import { targetsOf } from '@/lib/mesh/istio/target-refs';

const API_GATEWAY = { group: 'gateway.networking.k8s.io', plural: 'gateways' } as const;

/** What a policy may be attached to, by group and kind. */
const TARGETS: ReadonlyMap<string, KindRef> = new Map<string, KindRef>([
  ['/Service', SERVICES],
  ['gateway.networking.k8s.io/Gateway', API_GATEWAY],
  ['networking.istio.io/ServiceEntry', SERVICE_ENTRY],
]);

export const unknownTarget: Rule = {
  code: 'IS510',
  severity: 'error',
  title: 'A policy is attached to something that does not exist',
  why: 'It applies to nothing, so that what it should protect or change is as it was.',
  mend: 'Correct the kind and name in targetRefs. The target has to be in the namespace of the policy.',
  link: analysisPage('IST0101'),
  subjects: TARGETED_KINDS,
  reads: [SERVICES, API_GATEWAY, SERVICE_ENTRY],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    return targetsOf(object).flatMap(({ group, kind, name, path }) => {
      const found = TARGETS.get(`${group}/${kind}`);
      if (found === undefined || !isMissing(lookups, found, namespace, name)) return [];
      return [at(path, `There is no ${kind} ${namespace}/${name}.`)];
    });
  },
};
