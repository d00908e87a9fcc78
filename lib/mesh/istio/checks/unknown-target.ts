import type { KubeObject } from '@/lib/domain/kube-object';
import { isMissing } from '@/lib/mesh/checks/indexes';
import type { KindRef, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import {
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  SERVICE_ENTRY,
  TELEMETRY,
  WASM_PLUGIN,
} from '@/lib/mesh/istio/kinds';

const API_GATEWAY = { group: 'gateway.networking.k8s.io', plural: 'gateways' } as const;

/** What a policy may be attached to, by group and kind. */
const TARGETS: ReadonlyMap<string, KindRef> = new Map<string, KindRef>([
  ['/Service', SERVICES],
  ['core/Service', SERVICES],
  ['gateway.networking.k8s.io/Gateway', API_GATEWAY],
  ['networking.istio.io/ServiceEntry', SERVICE_ENTRY],
]);

/** A reference to what a policy is attached to. */
interface Target {
  readonly sort: string;
  readonly name: string;
  readonly path: string;
}

/** Reads what a policy is attached to. */
export function targetsOf({ spec }: KubeObject): readonly Target[] {
  const { targetRef, targetRefs } = fieldsOf(spec);
  const single = targetRef === undefined ? [] : [{ ref: targetRef, path: '/spec/targetRef' }];
  const several = listOf(targetRefs).map((ref, i) => ({ ref, path: `/spec/targetRefs/${i}` }));
  return [...single, ...several].map(({ ref, path }) => {
    const { group, kind, name } = fieldsOf(ref);
    return { sort: `${textOf(group) ?? ''}/${textOf(kind) ?? ''}`, name: textOf(name) ?? '', path };
  });
}

export const unknownTarget: Rule = {
  code: 'IS510',
  severity: 'error',
  title: 'A policy is attached to something that does not exist',
  why: 'It applies to nothing, so that what it should protect or change is as it was.',
  mend: 'Correct the kind and name in targetRefs. The target has to be in the namespace of the policy.',
  link: analysisPage('IST0101'),
  subjects: [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN],
  reads: [SERVICES, API_GATEWAY, SERVICE_ENTRY],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    return targetsOf(object).flatMap(({ sort, name, path }) => {
      const kind = TARGETS.get(sort);
      if (kind === undefined || !isMissing(lookups, kind, namespace, name)) return [];
      return [at(path, `There is no ${sort.split('/')[1] ?? ''} ${namespace}/${name}.`)];
    });
  },
};
