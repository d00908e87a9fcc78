import { describe, expect, it } from 'vitest';
import { MESH_PARTS } from '@/demo/meshes/registry';
import { demoTopology } from '@/demo/meshes/topology';
import { workloadObjects } from '@/demo/kubernetes/workload-objects';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESHES } from '@/lib/mesh/registry';
import { objectSchema } from '@/lib/upstream/kubernetes/wire';

const SHOP = demoTopology(MESH_PARTS, 7);
const OBJECTS = [...workloadObjects(SHOP), ...MESH_PARTS.flatMap((part) => part.objects())].map(
  (json) => {
    const { apiVersion = '', kind = '', ...rest } = objectSchema.parse(json);
    return { ...rest, apiVersion, kind };
  },
);

/** The demo's objects, found by the plural that their kind has. */
function demoStore(kinds: readonly ResourceKind[]): ObjectStore {
  const kindOf = (key: string) => kinds.find((kind) => resourceKey(kind) === key);
  return {
    has: () => true,
    list: (wanted) => {
      const kind = kindOf(resourceKey(wanted));
      return OBJECTS.filter(
        (object) => object.kind === kind?.kind && object.apiVersion.startsWith(`${wanted.group}/`),
      );
    },
  };
}

describe.each(MESHES.map((mesh) => [mesh.id, mesh] as const))('%s', (_, mesh) => {
  it('has its carriers among the kinds that it reads', () => {
    const read = mesh.kinds.map(resourceKey);
    for (const carrier of mesh.carriers) expect(read).toContain(resourceKey(carrier));
  });

  it('finds splits of the demo in carriers only, so that one may be read by its name', () => {
    const carriers = mesh.carriers.map(resourceKey);
    for (const { carrier } of mesh.splits(demoStore(mesh.kinds))) {
      expect(carriers).toContain(resourceKey(carrier));
    }
  });
});

it('finds splits in the demo at all', () => {
  const found = MESHES.flatMap((mesh) => mesh.splits(demoStore(mesh.kinds)));
  expect(found.length).toBeGreaterThan(3);
});
