import type { KubeObject } from '@/lib/domain/kube-object';
import { valueAt } from '@/lib/domain/pointer';
import type {
  ConditionForm,
  Destination,
  RouteTable,
  RoutingDialect,
  RuleForm,
  ServiceRouting,
} from '@/lib/domain/routing/dialect';
import type { Comparison, Subject } from '@/lib/domain/routing/request-match';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { configurationOf } from '@/lib/mesh/app-mesh/configuration';
import { VIRTUAL_NODE, VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { nameOf } from '@/lib/mesh/object-names';
import { refOf } from '@/lib/mesh/object-refs';
import { ageOf } from '@/lib/mesh/settings';

const TEXTS: readonly (readonly [field: Comparison, verb: string])[] = [
  ['exact', 'is'],
  ['prefix', 'starts with'],
  ['suffix', 'ends with'],
  ['regex', 'matches'],
];

function listed(subject: Subject, at: string, what: string): readonly ConditionForm[] {
  const base = { subject, at, shape: 'list' } as const;
  return [
    ...TEXTS.map(([field, verb]) => ({
      ...base,
      id: `${at}-${field}`,
      label: `${what} ${verb}`,
      comparison: field,
      template: { name: '$name', match: { [field]: '$value' } },
    })),
    {
      ...base,
      id: `${at}-range`,
      label: `${what} is from..to`,
      comparison: 'range',
      template: { name: '$name', match: { range: { start: '$from', end: '$to' } } },
    },
    {
      ...base,
      id: `${at}-present`,
      label: `${what} is present`,
      comparison: 'present',
      template: { name: '$name' },
    },
  ];
}

function withInverted(forms: readonly ConditionForm[]): readonly ConditionForm[] {
  const inverted = forms.map((form) => ({
    ...form,
    id: `${form.id}-not`,
    label: `not: ${form.label}`,
    negated: true,
    template: { ...Object(form.template), invert: true } as unknown,
  }));
  return [...forms, ...inverted];
}

function one(
  id: string,
  label: string,
  subject: Subject,
  comparison: Comparison,
  at: string,
): ConditionForm {
  return { id, label, subject, comparison, at, shape: 'one', template: '$value' };
}

const HTTP: readonly ConditionForm[] = [
  one('prefix', 'path starts with', 'path', 'prefix', '/prefix'),
  one('path-exact', 'path is', 'path', 'exact', '/path/exact'),
  one('path-regex', 'path matches', 'path', 'regex', '/path/regex'),
  one('method', 'method is', 'method', 'exact', '/method'),
  ...withInverted(listed('header', '/headers', 'header')),
  ...listed('query', '/queryParameters', 'query parameter').filter(({ comparison }) =>
    ['exact', 'present'].includes(comparison),
  ),
];

const GRPC: readonly ConditionForm[] = [
  one('service', 'gRPC service is', 'grpc-service', 'exact', '/serviceName'),
  one('grpc-method', 'gRPC method is', 'grpc-method', 'exact', '/methodName'),
  ...withInverted(listed('header', '/metadata', 'metadata')),
];

function form(body: string, conditions: readonly ConditionForm[]): RuleForm {
  return {
    body,
    match: '/match',
    matches: 'one',
    conditions,
    ignored: ['/path'],
    targets: {
      at: '/action/weightedTargets',
      shape: 'list',
      name: '/virtualNodeRef/name',
      namespace: '/virtualNodeRef/namespace',
      weight: '/weight',
      absentWeight: 0,
      loneTakesAll: true,
      unnamed: null,
    },
    instead: [],
  };
}

const DIALECT: Omit<RoutingDialect, 'newRule'> = {
  rules: '/spec/routes',
  nameAt: '/name',
  forms: [form('/httpRoute', HTTP), form('/http2Route', HTTP), form('/grpcRoute', GRPC)],
  precedence: {
    kind: 'priority',
    priorityAt: '/priority',
    words:
      'The route with the lowest priority number that matches takes it, then the longest path.',
  },
  otherwise: 'No route takes it: the caller’s proxy answers 404.',
};

/** Reads the routes that App Mesh applies to requests for a service. */
export function routing(node: NodeFacts, objects: ObjectStore): ServiceRouting {
  const applied = configurationOf(node, objects).map(({ object }) => object);
  const routers = applied.filter(({ kind }) => kind === VIRTUAL_ROUTER.kind);
  const nodes = applied.filter(({ kind }) => kind === VIRTUAL_NODE.kind);
  return {
    tables: routers.map((object): RouteTable => ({
      mesh: 'app-mesh',
      object: refOf(object, VIRTUAL_ROUTER),
      template: null,
      applies: `requests that reach the router ${nameOf(object)}`,
      dialect: { ...DIALECT, newRule: newRuleOf(object) },
      destinations: nodes.map((each) => destinationOf(each, object)),
      age: ageOf(object),
      rank: 0,
      further: {},
      warnings: [],
    })),
    notes: [],
  };
}

/** A VirtualNode, named with its namespace where the router is in another. */
function destinationOf({ metadata }: KubeObject, router: KubeObject): Destination {
  const { name, namespace = '' } = metadata;
  const isHere = namespace === router.metadata.namespace;
  return {
    to: isHere ? name : `${name}.${namespace}`,
    element: { virtualNodeRef: isHere ? { name } : { name, namespace } },
  };
}

/** A route as its router has them already: the mesh refuses one without a target, or of another protocol. */
function newRuleOf({ spec }: KubeObject): Readonly<Record<string, unknown>> {
  const routes = listOf(fieldsOf(spec)['routes']);
  const known = routes.flatMap((route) =>
    DIALECT.forms.map(({ body }) => ({ body: body.slice(1), value: valueAt(route, body) })),
  );
  const { body, value } = known.find((each) => each.value !== undefined) ?? {
    ...{ body: 'httpRoute', value: undefined },
  };
  const match = body === 'grpcRoute' ? {} : { prefix: '/' };
  const weightedTargets = listOf(fieldsOf(fieldsOf(value)['action'])['weightedTargets']).slice(
    0,
    1,
  );
  return { name: 'new-route', priority: 0, [body]: { match, action: { weightedTargets } } };
}
