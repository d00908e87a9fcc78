import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindsFile } from '@/deploy/helm/kinds';
import { resourceKey } from '@/lib/domain/kube-object';
import { MESHES } from '@/lib/mesh/registry';
import { demoStore } from '@/lib/testing/demo-model';

describe.each(MESHES.map((mesh) => [mesh.id, mesh] as const))('%s', (_, mesh) => {
  it('has its carriers among the kinds that it reads', () => {
    const read = mesh.kinds.map(resourceKey);
    for (const carrier of mesh.carriers) expect(read).toContain(resourceKey(carrier));
  });

  it('finds splits of the demo in carriers only, so that one may be read by its name', () => {
    const carriers = mesh.carriers.map(resourceKey);
    for (const { carrier } of mesh.splits(demoStore())) {
      expect(carriers).toContain(resourceKey(carrier));
    }
  });
});

it('finds splits in the demo at all', () => {
  const found = MESHES.flatMap((mesh) => mesh.splits(demoStore()));
  expect(found.length).toBeGreaterThan(3);
});

it('reads just the kinds that the chart gives rights to; if not: npm run chart:kinds', () => {
  const path = new URL('../../deploy/helm/alidade/files/kinds.json', import.meta.url);
  expect(readFileSync(path, 'utf8')).toBe(kindsFile());
});
