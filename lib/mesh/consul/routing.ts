import type { KubeObject } from '@/lib/domain/kube-object';
import type {
  ConditionForm,
  Destination,
  RouteTable,
  RoutingDialect,
  ServiceRouting,
  Share,
} from '@/lib/domain/routing/dialect';
import type { Comparison, Subject } from '@/lib/domain/routing/request-match';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { SERVICE_RESOLVER, SERVICE_ROUTER, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { refOf } from '@/lib/mesh/object-refs';
import { ageOf, templateOf } from '@/lib/mesh/settings';

const INJECTED = 'consul.hashicorp.com/connect-inject-status';

function path(field: string, comparison: Comparison, verb: string): ConditionForm {
  return {
    id: field,
    label: `path ${verb}`,
    subject: 'path',
    comparison,
    at: `/http/${field}`,
    shape: 'one',
    template: '$value',
    anyCaseAt: '/http/caseInsensitive',
  };
}

function listed(
  subject: Subject,
  at: string,
  what: string,
  comparisons: readonly (readonly [field: string, comparison: Comparison, verb: string])[],
): readonly ConditionForm[] {
  return comparisons.map(([field, comparison, verb]) => ({
    id: `${at}-${field}`,
    label: `${what} ${verb}`,
    subject,
    comparison,
    at,
    shape: 'list',
    template: { name: '$name', [field]: field === 'present' ? true : '$value' },
  }));
}

const TEXTS = [
  ['exact', 'exact', 'is'],
  ['prefix', 'prefix', 'starts with'],
  ['suffix', 'suffix', 'ends with'],
  ['regex', 'regex', 'matches'],
  ['present', 'present', 'is present'],
] as const;

const HEADERS = listed('header', '/http/header', 'header', TEXTS);

/** The same, turned round. */
const INVERTED = HEADERS.map((form) => ({
  ...form,
  id: `${form.id}-not`,
  label: `not: ${form.label}`,
  negated: true,
  template: { ...fieldsOf(form.template), invert: true },
}));

const CONDITIONS: readonly ConditionForm[] = [
  path('pathExact', 'exact', 'is'),
  path('pathPrefix', 'prefix', 'starts with'),
  path('pathRegex', 'regex', 'matches'),
  {
    id: 'methods',
    label: 'method is one of',
    subject: 'method',
    comparison: 'one-of',
    at: '/http/methods',
    shape: 'texts',
    template: '$value',
  },
  ...HEADERS,
  ...INVERTED,
  ...listed('query', '/http/queryParam', 'query parameter', [
    ['exact', 'exact', 'is'],
    ['regex', 'regex', 'matches'],
    ['present', 'present', 'is present'],
  ]),
];

/** ServiceRouters: the first route that matches; behind the last, everything goes to the splitter or resolver. */
function dialectOf(service: string): RoutingDialect {
  return {
    rules: '/spec/routes',
    nameAt: null,
    forms: [
      {
        body: '',
        match: '/match',
        matches: 'one',
        conditions: CONDITIONS,
        ignored: ['/http'],
        targets: {
          at: '/destination',
          shape: 'one',
          name: '/service',
          namespace: '/namespace',
          subset: '/serviceSubset',
          absentWeight: 1,
          loneTakesAll: true,
          unnamed: service,
        },
        instead: [],
      },
    ],
    precedence: { kind: 'order', words: 'The first route that matches takes it.' },
    newRule: { match: { http: {} }, destination: {} },
    otherwise: 'No route takes it: it goes on to the service as its splitter and resolver say.',
  };
}

/** Reads the routes that Consul applies to requests for a service. */
export function routing(node: NodeFacts, objects: ObjectStore): ServiceRouting {
  const [service] = node.services;
  const isInMesh = node.podLabels.some((labels) => labels[INJECTED] === 'injected');
  if (service === undefined || !isInMesh) return { tables: [], notes: [] };
  const onwards = { onwards: splitOf(service, objects), subsets: subsetsOf(service, objects) };
  const routers = objects.list(SERVICE_ROUTER).filter(({ metadata }) => metadata.name === service);
  const made = templateOf(
    SERVICE_ROUTER,
    'v1alpha1',
    { namespace: node.namespace, name: service },
    { routes: [] },
  );
  const tables = routers.length > 0 ? routers : [made];
  return {
    tables: tables.map((object) => tableOf(object, service, onwards, object === made)),
    notes: [],
  };
}

interface Onwards {
  /** Where requests for the service go by themselves. */
  readonly onwards: readonly Share[];
  readonly subsets: readonly Destination[];
}

function subsetsOf(service: string, objects: ObjectStore): readonly Destination[] {
  const resolver = objects.list(SERVICE_RESOLVER).find(({ metadata }) => metadata.name === service);
  return Object.keys(fieldsOf(fieldsOf(resolver?.spec)['subsets'])).map((name) => ({
    to: `${service} ${name}`,
    element: { serviceSubset: name },
  }));
}

function tableOf(
  object: KubeObject,
  service: string,
  { onwards, subsets }: Onwards,
  isNew: boolean,
): RouteTable {
  return {
    mesh: 'consul',
    object: refOf(object, SERVICE_ROUTER),
    template: isNew ? object : null,
    applies: 'HTTP requests',
    dialect: dialectOf(service),
    destinations: [{ to: service, element: {} }, ...subsets],
    age: ageOf(object),
    rank: 0,
    fallback: onwards,
    further: { [service]: onwards },
    warnings: [],
  };
}

/** Where requests for a service go that no route sends to a subset. */
function splitOf(service: string, objects: ObjectStore): readonly Share[] {
  const named = ({ metadata }: KubeObject) => metadata.name === service;
  const resolver = objects.list(SERVICE_RESOLVER).find(named);
  const subset = textOf(fieldsOf(resolver?.spec)['defaultSubset']);
  const own = subset === undefined ? service : `${service} ${subset}`;
  const splitter = objects.list(SERVICE_SPLITTER).find(named);
  if (splitter === undefined) return [{ to: own, share: 1 }];
  return listOf(fieldsOf(splitter.spec)['splits'])
    .map(fieldsOf)
    .map((split) => {
      const to = textOf(split['service']) ?? service;
      const part = textOf(split['serviceSubset']);
      const name = part === undefined ? (to === service ? own : to) : `${to} ${part}`;
      return { to: name, share: (numberOf(split['weight']) ?? 0) / 100 };
    })
    .filter(({ share }) => share > 0);
}
