import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  ResilienceWarning,
  RetryLayer,
  ServiceResilience,
  SettingGroup,
} from '@/lib/domain/resilience/setting';
import { millisecondsOf } from '@/lib/domain/resilience/setting-text';
import type { Matcher } from '@/lib/domain/promql';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { hostOfNode, keyOfObject } from '@/lib/mesh/app-mesh/catalogue';
import { configurationOf } from '@/lib/mesh/app-mesh/configuration';
import { VIRTUAL_NODE, VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { DURATION, listenerSpecs, routeSpecs } from '@/lib/mesh/app-mesh/resilience/specs';
import { nodeKeyOf, routesOf, type Route } from '@/lib/mesh/app-mesh/routes';
import { APP_MESH_VOCABULARY } from '@/lib/mesh/app-mesh/vocabulary';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { nameOf } from '@/lib/mesh/object-names';
import { refOf } from '@/lib/mesh/object-refs';
import { groupsOf, triesWarning, type Part } from '@/lib/mesh/settings';

/** Reads the timeouts, retries and limits that App Mesh applies to calls of a service. */
export function resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience {
  const applied = configurationOf(node, objects).map(({ object }) => object);
  const routers = applied.filter(({ kind }) => kind === VIRTUAL_ROUTER.kind);
  const nodes = applied.filter(({ kind }) => kind === VIRTUAL_NODE.kind);
  if (nodes.length === 0) return { groups: [], warnings: [], notes: [] };
  return {
    groups: [...routers.flatMap(routerGroups), ...nodes.flatMap(nodeGroups)],
    warnings: routers.flatMap(routerWarnings),
    notes: [
      ...(routers.length > 0
        ? []
        : (['retries'] as const).map((section) => ({
            section,
            text: 'No VirtualRouter leads here, and only routes of one have retries.',
          }))),
      { section: 'fault', text: 'App Mesh injects no faults.' },
    ],
  };
}

function part(object: KubeObject, kind: ResourceKind, at: string, known: readonly string[]): Part {
  return { object, kind, isNew: false, at, known };
}

function routerGroups(object: KubeObject): readonly SettingGroup[] {
  return routesOf(object).flatMap((route) => {
    const where = part(object, VIRTUAL_ROUTER, pointerOf('spec', 'routes', route.index), ['/name']);
    const name = `route “${route.name}” of ${nameOf(object)}`;
    return groupsOf(
      where,
      routeSpecs(route.field, name, route.match ?? 'every request (that is left)'),
    );
  });
}

function nodeGroups(object: KubeObject): readonly SettingGroup[] {
  return listOf(fieldsOf(object.spec)['listeners']).flatMap((listener, index) => {
    const protocol = textOf(valueAt(listener, '/portMapping/protocol')) ?? 'tcp';
    const port = String(valueAt(listener, '/portMapping/port'));
    const where = part(object, VIRTUAL_NODE, pointerOf('spec', 'listeners', index), [
      '/portMapping',
    ]);
    return groupsOf(where, listenerSpecs(protocol, `port ${port} of ${nameOf(object)}`));
  });
}

function routerWarnings(object: KubeObject): readonly ResilienceWarning[] {
  return routesOf(object).flatMap((route) => {
    const at = pointerOf('spec', 'routes', route.index, route.field);
    const ms = (path: string) => millisecondsOf(valueAt(object, at + path), DURATION);
    return triesWarning(
      {
        retries: retriesOf(object, route),
        perTryMs: ms('/retryPolicy/perRetryTimeout'),
        timeoutMs: ms('/timeout/perRequest'),
      },
      {
        object: refOf(object, VIRTUAL_ROUTER),
        path: `${at}/retryPolicy`,
        what: `Route “${route.name}” of ${nameOf(object)}`,
      },
    );
  });
}

function retriesOf(object: KubeObject, { index, field }: Route): number {
  const at = pointerOf('spec', 'routes', index, field, 'retryPolicy', 'maxRetries');
  return numberOf(valueAt(object, at)) ?? 0;
}

/** The matchers of the clusters that lead to each VirtualNode behind a service. */
export function towards(node: NodeFacts, objects: ObjectStore): readonly (readonly Matcher[])[] {
  return configurationOf(node, objects)
    .filter(({ object }) => object.kind === VIRTUAL_NODE.kind)
    .flatMap(({ object }) => {
      const { name, namespace = '' } = object.metadata;
      const matchers = APP_MESH_VOCABULARY.leadingTo(`${name}.${namespace}.${CLUSTER_SUFFIX}`);
      return matchers === null ? [] : [matchers];
    });
}

/** How often routes try a request at most, by the hosts of the nodes that they lead to. */
export function retryLayers(objects: ObjectStore): readonly RetryLayer[] {
  const hosts = new Map(
    objects.list(VIRTUAL_NODE).map((node) => [keyOfObject(node), hostOfNode(node)]),
  );
  return objects.list(VIRTUAL_ROUTER).flatMap((object) =>
    routesOf(object).flatMap((route) => {
      const retries = retriesOf(object, route);
      if (retries === 0) return [];
      return route.targets.flatMap((target) => {
        const host = hosts.get(nodeKeyOf(target.host, object.metadata.namespace ?? '') ?? '');
        if (host === undefined) return [];
        return [{ host, tries: retries + 1, object: refOf(object, VIRTUAL_ROUTER) }];
      });
    }),
  );
}
