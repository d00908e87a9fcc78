import type { KubeObject } from '@/lib/domain/kube-object';
import type {
  ConditionForm,
  Destination,
  RouteTable,
  RoutingDialect,
  ServiceRouting,
} from '@/lib/domain/routing/dialect';
import type { Subject } from '@/lib/domain/routing/request-match';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { gatewayWords } from '@/lib/mesh/istio/match-words';
import { claims, hostsOf, mayBeginWith } from '@/lib/mesh/istio/resilience/resilience';
import { subsetsOf } from '@/lib/mesh/istio/subsets';
import { refOf } from '@/lib/mesh/object-refs';
import { ageOf, templateOf } from '@/lib/mesh/settings';
import { byNamespace } from '@/lib/mesh/workload-index';

const COMPARISONS = ['exact', 'prefix', 'regex'] as const;

function compared(
  subject: Subject,
  at: string,
  shape: 'one' | 'map',
  what: string,
  more: Partial<ConditionForm> = {},
): readonly ConditionForm[] {
  const verbs = { exact: 'is', prefix: 'starts with', regex: 'matches' };
  return COMPARISONS.map((comparison) => ({
    id: `${at}-${comparison}`,
    label: `${what} ${verbs[comparison]}`,
    subject,
    comparison,
    at,
    shape,
    template: { [comparison]: '$value' },
    ...more,
  }));
}

const present: ConditionForm = {
  id: '/headers-present',
  label: 'header is present',
  subject: 'header',
  comparison: 'present',
  at: '/headers',
  shape: 'map',
  template: {},
};

/** VirtualServices: the first route that matches takes the request. */
export const VIRTUAL_SERVICE_DIALECT: RoutingDialect = {
  rules: '/spec/http',
  nameAt: '/name',
  forms: [
    {
      body: '',
      match: '/match',
      matches: 'any',
      conditions: [
        ...compared('path', '/uri', 'one', 'path', { anyCaseAt: '/ignoreUriCase' }),
        ...compared('method', '/method', 'one', 'method'),
        ...compared('header', '/headers', 'map', 'header'),
        present,
        ...compared('header', '/withoutHeaders', 'map', 'not: header', { negated: true }),
        {
          ...present,
          id: '/withoutHeaders-present',
          label: 'header is absent',
          at: '/withoutHeaders',
          negated: true,
        },
        ...compared('query', '/queryParams', 'map', 'query parameter'),
      ],
      ignored: ['/name', '/statPrefix'],
      targets: {
        at: '/route',
        shape: 'list',
        name: '/destination/host',
        subset: '/destination/subset',
        weight: '/weight',
        absentWeight: 0,
        loneTakesAll: true,
        unnamed: null,
      },
      instead: [
        { at: '/redirect', words: 'It is redirected.' },
        { at: '/directResponse', words: 'The proxy answers itself.' },
        { at: '/delegate', words: 'The routes of another VirtualService decide.' },
      ],
    },
  ],
  precedence: { kind: 'order', words: 'The first route that matches takes it.' },
  newRule: { match: [], route: [] },
  otherwise: 'No route takes it: the caller’s proxy answers 404 (flag NR).',
};

/** Reads the routes that Istio applies to requests for a service. */
export function routing(node: NodeFacts, objects: ObjectStore): ServiceRouting {
  const hosts = hostsOf(node);
  if (hosts.length === 0 || !objects.has(VIRTUAL_SERVICE)) return { tables: [], notes: [] };
  const found = objects.list(VIRTUAL_SERVICE).filter((object) => claims(object, hosts));
  const inMesh = found.filter((object) => isForMesh(object));
  if (found.length === 0) {
    return { tables: mayBeginWith(node) ? fresh(node, objects) : [], notes: [] };
  }
  return {
    tables: found.map((object) => tableOf(object, node, objects)),
    notes:
      inMesh.length < 2
        ? []
        : [
            `${inMesh.length} VirtualServices are for the same host within the mesh: of these only the oldest holds.`,
          ],
  };
}

function isForMesh({ spec }: KubeObject): boolean {
  const gateways = textsOf(fieldsOf(spec)['gateways']);
  return gateways.length === 0 || gateways.includes('mesh');
}

function tableOf(object: KubeObject, node: NodeFacts, objects: ObjectStore): RouteTable {
  const destinations = destinationsOf(object, node, objects);
  const through = gatewayWords(textsOf(fieldsOf(object.spec)['gateways']));
  return {
    mesh: 'istio',
    object: refOf(object, VIRTUAL_SERVICE),
    template: null,
    applies: through.length === 0 ? 'calls within the mesh' : through.join(' '),
    dialect: withTarget(destinations),
    destinations,
    age: ageOf(object),
    // What comes through a gateway only is no call within the mesh.
    rank: isForMesh(object) ? 0 : 1,
    further: {},
    warnings: [],
  };
}

function withTarget([whole]: readonly Destination[]): RoutingDialect {
  const newRule = { match: [], route: whole === undefined ? [] : [whole.element] };
  return { ...VIRTUAL_SERVICE_DIALECT, newRule };
}

/** The service as a whole, then its subsets. A short name means one in the namespace of the object. */
function destinationsOf(
  { metadata }: KubeObject,
  { namespace, services }: NodeFacts,
  objects: ObjectStore,
): readonly Destination[] {
  const from = metadata.namespace ?? '';
  const rules = byNamespace(objects, DESTINATION_RULE);
  return services.flatMap((service) => {
    const fqdn = `${service}.${namespace}.${CLUSTER_SUFFIX}`;
    const host = from === namespace ? service : fqdn;
    const subsets = subsetsOf({ rules }, fqdn, from).map(({ name }) => ({
      to: `${host} ${name}`,
      element: { destination: { host, subset: name } },
    }));
    return [{ to: host, element: { destination: { host } } }, ...subsets];
  });
}

function fresh(node: NodeFacts, objects: ObjectStore): readonly RouteTable[] {
  const { namespace, services } = node;
  const [name] = services;
  if (name === undefined) return [];
  const spec = { hosts: [name], http: [{ route: [{ destination: { host: name } }] }] };
  const object = templateOf(VIRTUAL_SERVICE, 'v1', { namespace, name }, spec);
  return [{ ...tableOf(object, node, objects), template: object }];
}
