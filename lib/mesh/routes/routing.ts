import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import type {
  ConditionForm,
  Destination,
  RouteTable,
  RoutingDialect,
  RuleForm,
} from '@/lib/domain/routing/dialect';
import type { Comparison, Subject } from '@/lib/domain/routing/request-match';
import { refOf } from '@/lib/mesh/object-refs';
import { ageOf } from '@/lib/mesh/settings';

type Compared = readonly (readonly [type: string, comparison: Comparison, verb: string])[];

const NAMED: Compared = [
  ['Exact', 'exact', 'is'],
  ['RegularExpression', 'regex', 'matches'],
];

const PATHS: Compared = [
  ['Exact', 'exact', 'is'],
  ['PathPrefix', 'path-prefix', 'is, or is below,'],
  ['RegularExpression', 'regex', 'matches'],
];

function named(subject: Subject, at: string, what: string): readonly ConditionForm[] {
  return NAMED.map(([type, comparison, verb]) => ({
    id: `${at}-${type}`,
    label: `${what} ${verb}`,
    subject,
    comparison,
    at,
    shape: 'list',
    template: { type, name: '$name', value: '$value' },
    defaults: { type: 'Exact' },
  }));
}

const PATH: readonly ConditionForm[] = PATHS.map(([type, comparison, verb]) => ({
  id: `/path-${type}`,
  label: `path ${verb}`,
  subject: 'path',
  comparison,
  at: '/path',
  shape: 'one',
  template: { type, value: '$value' },
  defaults: { type: 'PathPrefix', value: '/' },
}));

const METHOD: ConditionForm = {
  id: '/method',
  label: 'method is',
  subject: 'method',
  comparison: 'exact',
  at: '/method',
  shape: 'one',
  template: '$value',
};

const TARGETS: RuleForm['targets'] = {
  at: '/backendRefs',
  shape: 'list',
  name: '/name',
  namespace: '/namespace',
  weight: '/weight',
  absentWeight: 1,
  loneTakesAll: false,
  unnamed: null,
};

const HTTP: RuleForm = {
  body: '',
  match: '/matches',
  matches: 'any',
  conditions: [
    ...PATH,
    METHOD,
    ...named('header', '/headers', 'header'),
    ...named('query', '/queryParams', 'query parameter'),
  ],
  ignored: [],
  targets: TARGETS,
  instead: [],
};

function grpcMethod(fields: Readonly<Record<string, string>>, subject: Subject, label: string) {
  return NAMED.map(([type, comparison, verb]): ConditionForm => ({
    id: `/method-${subject}-${type}`,
    label: `${label} ${verb}`,
    subject,
    comparison,
    at: '/method',
    shape: 'one',
    template: { type, ...fields },
    defaults: { type: 'Exact' },
  }));
}

const GRPC: RuleForm = {
  ...HTTP,
  conditions: [
    ...grpcMethod({ service: '$value' }, 'grpc-service', 'gRPC service'),
    ...grpcMethod({ method: '$value' }, 'grpc-method', 'gRPC method'),
    {
      id: '/method-both',
      label: 'gRPC service/method is',
      subject: 'grpc-method',
      comparison: 'exact',
      at: '/method',
      shape: 'one',
      template: { type: 'Exact', service: '$name', method: '$value' },
      defaults: { type: 'Exact' },
    },
    ...named('header', '/headers', 'header'),
  ],
};

/** Routes of Gateway API and those of its form: the most specific match takes the request, whatever the order. */
export function routeDialect(form: 'http' | 'grpc', backend: unknown): RoutingDialect {
  return {
    rules: '/spec/rules',
    nameAt: '/name',
    forms: [form === 'grpc' ? GRPC : HTTP],
    precedence: {
      kind: 'specific',
      words:
        form === 'grpc'
          ? 'The most specific match takes it: the longest service, the longest method, the most headers; not the first.'
          : 'The most specific match takes it: an exact path, the longest prefix, a method, the most headers, the most parameters; not the first.',
    },
    newRule: { matches: [], backendRefs: backend === undefined ? [] : [backend] },
    otherwise: 'No rule takes it: it is refused, as by a 404.',
  };
}

/** The rules of one route. */
export function routeTable(
  mesh: MeshId,
  object: KubeObject,
  kind: ResourceKind,
  form: 'http' | 'grpc',
  backend: unknown,
  destinations: readonly Destination[],
): RouteTable {
  return {
    mesh,
    object: refOf(object, kind),
    template: null,
    applies: form === 'grpc' ? 'gRPC calls' : 'HTTP requests',
    dialect: routeDialect(form, backend),
    destinations,
    age: ageOf(object),
    // Of several kinds on one Service, gRPC goes first.
    rank: form === 'grpc' ? 0 : 1,
    further: {},
    warnings: [],
  };
}
