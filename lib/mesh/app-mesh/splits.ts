import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitTarget, TargetRef, WeightArithmetic } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import type { ObjectStore } from '@/lib/mesh/adapter';
import {
  catalogueOf,
  hostOfNode,
  keyOfObject,
  workloadsOf,
  type Catalogue,
  type Directory,
} from '@/lib/mesh/app-mesh/catalogue';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { nodeKeyOf, ROUTE_FIELDS, routesOf, type Route } from '@/lib/mesh/app-mesh/routes';
import { warningsOf } from '@/lib/mesh/app-mesh/split-warnings';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { ownerOf } from '@/lib/mesh/owner';
import { versionOf } from '@/lib/mesh/versions';

/**
 * How the weights of a VirtualRouter's route add up: relative whole numbers of at most 100, which the AWS API
 * refuses beyond 100 in all, after Kubernetes has taken them.
 */
export const APP_MESH_WEIGHTS: WeightArithmetic = {
  kind: 'relative',
  absent: 0,
  max: 100,
  singleTakesAll: false,
  refusesAllZero: true,
  maxTotal: 100,
};

/** Reads every choice out of the VirtualRouters: each route with several targets, or one that has others. */
export function splits(objects: ObjectStore): readonly Split[] {
  const catalogue = catalogueOf(objects);
  return catalogue.routers.flatMap((router) => {
    const routes = routesOf(router);
    return routes
      .map((route) => splitOf(router, route, routes, catalogue))
      .filter(({ targets, candidates }) => targets.length + candidates.length > 1);
  });
}

function splitOf(
  router: KubeObject,
  route: Route,
  routes: readonly Route[],
  catalogue: Catalogue,
): Split {
  const { metadata, apiVersion } = router;
  const namespace = metadata.namespace ?? '';
  const [group = '', version = ''] = apiVersion.split('/');
  const shares = sharesOf(
    route.targets.map(({ weight }) => weight),
    APP_MESH_WEIGHTS,
  );
  const targets = route.targets.map(({ weight, ...ref }, i) =>
    targetOf(ref, weight, shares[i] ?? null, namespace, catalogue),
  );
  return {
    id: ['app-mesh', namespace, metadata.name, route.index, route.field].join('~'),
    mesh: 'app-mesh',
    carrier: {
      group,
      version,
      kind: VIRTUAL_ROUTER.kind,
      plural: VIRTUAL_ROUTER.plural,
      namespace,
      name: metadata.name,
      path: `/spec/routes/${route.index}/${route.field}/action/weightedTargets`,
      resourceVersion: metadata.resourceVersion ?? '',
    },
    protocol: ROUTE_FIELDS[route.field],
    hosts: hostsOf(router, catalogue),
    match: route.match === null ? [] : [route.match],
    routeName: route.name,
    targets,
    candidates: candidatesOf(route, namespace, catalogue),
    arithmetic: APP_MESH_WEIGHTS,
    owner: ownerOf(router),
    warnings: warningsOf({ router, route, routes, targets, catalogue }),
  };
}

/** The hosts of the VirtualServices that the router answers for; `awsName` is the host that callers use. */
function hostsOf(router: KubeObject, { fronts }: Catalogue): readonly string[] {
  return (fronts.get(keyOfObject(router)) ?? []).map(virtualServiceHost);
}

/** The controller names a VirtualService `<name>.<namespace>` in AWS unless `awsName` says otherwise. */
function virtualServiceHost({ metadata, spec }: KubeObject): string {
  const given = textOf(fieldsOf(spec)['awsName']);
  return given ?? `${metadata.name}.${metadata.namespace ?? ''}`;
}

/** A target of a route, with what it stands for. */
export function targetOf(
  ref: TargetRef,
  weight: number | null,
  share: number | null,
  own: string,
  catalogue: Directory,
): SplitTarget {
  const key = nodeKeyOf(ref.host, own);
  const node = key === null ? undefined : catalogue.nodes.get(key);
  const backends = node === undefined ? [] : workloadsOf(node, catalogue);
  const versions = new Set(backends.map(({ labels }) => versionOf(labels)));
  const [agreed] = versions;
  return {
    ...ref,
    fqdn: node === undefined ? hostOfKey(key, ref.host) : hostOfNode(node),
    weight,
    share,
    labels: {},
    ...(versions.size === 1 && agreed !== undefined ? { version: agreed } : {}),
    workloads: backends.map(({ name: workload }) => workload),
    // What an ARN names is not in this cluster, and cannot be looked up.
    resolved: key === null || node !== undefined || !catalogue.knowsNodes,
  };
}

function hostOfKey(key: string | null, host: string): string {
  const [namespace, name] = key?.split('/') ?? [];
  return namespace === undefined || name === undefined
    ? host
    : `${name}.${namespace}.svc.cluster.local`;
}

/**
 * The VirtualNodes that are other versions of what a route leads to: of the same namespace, with pods of the
 * same app but another version.
 */
function candidatesOf(route: Route, own: string, catalogue: Catalogue): readonly SplitTarget[] {
  const taken = route.targets.map(({ host }) => nodeKeyOf(host, own));
  const present = taken.flatMap((key) => (key === null ? [] : (catalogue.nodes.get(key) ?? [])));
  const apps = new Set(present.flatMap((node) => appsOf(node, catalogue)));
  const [port] = new Set(route.targets.map((target) => target.port));
  return [...catalogue.nodes]
    .filter(([key, node]) => {
      const isHere = (node.metadata.namespace ?? '') === own && !taken.includes(key);
      return isHere && appsOf(node, catalogue).some((app) => apps.has(app));
    })
    .map(([, { metadata }]) => {
      const ref = { host: metadata.name, ...(port === undefined ? {} : { port }) };
      return targetOf(ref, null, 0, own, catalogue);
    });
}

function appsOf(node: KubeObject, catalogue: Catalogue): readonly string[] {
  return workloadsOf(node, catalogue).flatMap(
    ({ labels }) => labels['app.kubernetes.io/name'] ?? labels['app'] ?? [],
  );
}
