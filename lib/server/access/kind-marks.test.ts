import { expect, it } from 'vitest';
import { resourceKey } from '@/lib/domain/kube-object';
import { MESHES } from '@/lib/mesh/registry';
import { kindMark } from '@/lib/server/access/kind-marks';
import { CORE_KINDS } from '@/lib/server/objects/load-objects';

it('marks every kind that is read differently from every other', () => {
  const keys = new Set([...CORE_KINDS, ...MESHES.flatMap(({ kinds }) => kinds)].map(resourceKey));
  expect(keys.size).toBeGreaterThan(15);
  expect(new Set([...keys].map(kindMark)).size).toBe(keys.size);
});
