import { KINDS } from '@/demo/kubernetes/kinds';
import { createObjectStore } from '@/demo/kubernetes/store';
import { workloadObjects } from '@/demo/kubernetes/workload-objects';
import type { MeshPart } from '@/demo/meshes/part';
import { MESH_METRICS, MESH_PARTS, routesOf } from '@/demo/meshes/registry';
import { demoTopology } from '@/demo/meshes/topology';
import { createTrafficModel } from '@/demo/model/traffic-model';
import type { DemoTopology, TrafficModel } from '@/demo/model/types';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { objectSchema } from '@/lib/upstream/kubernetes/wire';

const SEED = 7;

function partsOf(mesh: string | undefined): readonly MeshPart[] {
  return mesh === undefined ? MESH_PARTS : MESH_PARTS.filter(({ id }) => id === mesh);
}

function objectsOf(topology: DemoTopology, parts: readonly MeshPart[]) {
  return [...workloadObjects(topology), ...parts.flatMap((part) => part.objects())];
}

/** The traffic of the demo, or of one of its parts, under the routes that its objects make. */
export function demoModel(mesh?: string): TrafficModel {
  const parts = partsOf(mesh);
  const topology = demoTopology(parts, SEED);
  const routes = routesOf(createObjectStore(objectsOf(topology, parts)));
  return createTrafficModel({
    topology: { ...topology, routes },
    seed: SEED,
    meshes: MESH_METRICS,
  });
}

/** The objects of the demo, or of one of its parts. Every kind that the demo knows counts as installed. */
export function demoStore(mesh?: string): ObjectStore {
  const parts = partsOf(mesh);
  const objects = objectsOf(demoTopology(parts, SEED), parts).map((json) => {
    const { apiVersion = '', kind = '', ...rest } = objectSchema.parse(json);
    return { ...rest, apiVersion, kind };
  });
  const kindOf = ({ group, plural }: { readonly group: string; readonly plural: string }) =>
    KINDS.find((kind) => kind.group === group && kind.plural === plural);
  return {
    has: (wanted) => kindOf(wanted) !== undefined,
    list: (wanted) => {
      const kind = kindOf(wanted)?.kind;
      return objects.filter(
        ({ kind: own, apiVersion }) =>
          own === kind &&
          (wanted.group === ''
            ? !apiVersion.includes('/')
            : apiVersion.startsWith(`${wanted.group}/`)),
      );
    },
  };
}
