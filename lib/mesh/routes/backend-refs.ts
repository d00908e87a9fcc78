import type { TargetRef, WeightArithmetic } from '@/lib/domain/split';
import { fieldsOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { PLAIN_WEIGHT, type TargetCodec } from '@/lib/mesh/split-change';

/** The largest weight that the field takes. */
const MAX_WEIGHT = 1_000_000;

/** An element of `backendRefs`, with what the API server fills in where it is left out. */
export interface BackendRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly port?: number | undefined;
  /** As written; null where it is left out, which only an object that was never stored does. */
  readonly weight: number | null;
}

/**
 * How the weights of `backendRefs` add up: relative whole numbers, an absent one is 1. All of them 0 is
 * accepted by the API server, but nothing is sent anywhere then, so that we refuse it.
 *
 * @param soleBackendTakesAll Whether whoever serves the route sends everything to an only backend even
 *   if its weight is 0. Gateway API says it gets nothing; Linkerd's proxy does not look.
 */
export function backendWeights(soleBackendTakesAll: boolean): WeightArithmetic {
  return {
    kind: 'relative',
    absent: 1,
    max: MAX_WEIGHT,
    singleTakesAll: soleBackendTakesAll,
    refusesAllZero: true,
  };
}

/** Reads one element of `backendRefs` of a route in `namespace`. One without a name has the name ''. */
export function backendRefOf(element: unknown, namespace: string): BackendRef {
  const fields = fieldsOf(element);
  const port = numberOf(fields['port']);
  return {
    group: textOf(fields['group']) ?? '',
    kind: textOf(fields['kind']) ?? 'Service',
    name: textOf(fields['name']) ?? '',
    namespace: textOf(fields['namespace']) ?? namespace,
    ...(port === undefined ? {} : { port }),
    weight: numberOf(fields['weight']) ?? null,
  };
}

/** Whether a reference names a Kubernetes Service. */
export function isServiceRef({ group, kind }: Pick<BackendRef, 'group' | 'kind'>): boolean {
  return kind === 'Service' && (group === '' || group === 'core');
}

/** The host under which a Service backend is called; for other kinds, their name in words. */
export function backendFqdn(ref: BackendRef): string {
  const { kind, name, namespace } = ref;
  return isServiceRef(ref) ? `${name}.${namespace}.${CLUSTER_SUFFIX}` : `${kind}/${name}`;
}

/**
 * Whom an element of `backendRefs` names, as written: `cart-v2`, `cart-v2.shop` where a namespace stands
 * there, `XBackend.example.io/cart` for what is no Service.
 */
export function backendTargetRef(element: Fields): TargetRef {
  const { group, kind, name, port } = backendRefOf(element, '');
  const namespace = textOf(element['namespace']);
  const full = namespace === undefined ? name : `${name}.${namespace}`;
  const sort = group === '' ? kind : `${kind}.${group}`;
  return {
    host: isServiceRef({ group, kind }) ? full : `${sort}/${full}`,
    ...(port === undefined ? {} : { port }),
  };
}

/** An element that names a Service, without a weight. */
export function newBackendRef({ host, port }: TargetRef): Fields {
  const [name, namespace] = host.split('.');
  return {
    group: '',
    kind: 'Service',
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(port === undefined ? {} : { port }),
  };
}

/** A `backendRefs` array. New elements are Services, of which candidates are made only. */
export const BACKEND_REFS: TargetCodec = {
  ...PLAIN_WEIGHT,
  noun: 'rule',
  identity: ['group', 'kind', 'namespace', 'name', 'port'],
  refOf: backendTargetRef,
  newElement: newBackendRef,
};
