import { expect, test } from 'vitest';
import { createShop } from '../meshes/istio/shop';
import { arrayAt, isObject, objectAt, stringAt, stringsAt, type JsonObject } from './json';
import { kindOfObject } from './kinds';
import { VIRTUAL_SERVICES } from '../meshes/istio/kinds';
import { shopObjects } from '../meshes/istio/shop-objects';
import { withStandbyVersions } from './standby';
import { createObjectStore, namespaceOf } from './store';
import { checkAdmission, checkSchema } from './validation';
import { workloadObjects } from './workload-objects';

const SHOP = withStandbyVersions(createShop({ seed: 7 }), 7);
const OBJECTS = [...workloadObjects(SHOP), ...shopObjects()];
const pods = OBJECTS.filter(({ kind }) => kind === 'Pod');

const proxyIn = (pod: JsonObject, list: string): JsonObject | undefined =>
  arrayAt(pod, 'spec', list)
    .filter(isObject)
    .find(({ name }) => name === 'istio-proxy');

test('every object is of a kind that is served, and passes its own validation', () => {
  for (const each of OBJECTS) {
    const kind = kindOfObject(stringAt(each, 'apiVersion'), stringAt(each, 'kind'));
    expect(() => checkSchema(kind, each)).not.toThrow();
    expect(() => checkAdmission(kind, each)).not.toThrow();
  }
});

test('no two objects share a name, and each lies in a namespace that exists', () => {
  const store = createObjectStore(OBJECTS);
  expect(store.revision() - createObjectStore([]).revision()).toBe(OBJECTS.length);
  const uids = OBJECTS.map((each) => stringAt(each, 'metadata', 'uid'));
  expect(new Set(uids).size).toBe(OBJECTS.length);
  const namespaces = OBJECTS.filter(({ kind }) => kind === 'Namespace').map((each) =>
    stringAt(each, 'metadata', 'name'),
  );
  for (const each of OBJECTS.filter(({ kind }) => kind !== 'Namespace')) {
    expect(namespaces).toContain(namespaceOf(each));
  }
});

test('pods in the mesh carry a sidecar: as an init container in one namespace, beside the app in the others', () => {
  const inShop = pods.filter((pod) => namespaceOf(pod) === 'shop');
  const inWarehouse = pods.filter((pod) => namespaceOf(pod) === 'warehouse');
  expect(inShop.every((pod) => proxyIn(pod, 'containers') !== undefined)).toBe(true);
  expect(
    inWarehouse.every((pod) => proxyIn(pod, 'initContainers')?.restartPolicy === 'Always'),
  ).toBe(true);
  const legacy = pods.filter((pod) => namespaceOf(pod) === 'legacy');
  expect(legacy.some((pod) => proxyIn(pod, 'containers') !== undefined)).toBe(false);
});

test('the hash in the name of a pod is that of its label, in the letters that Kubernetes uses', () => {
  for (const pod of pods.filter((each) => namespaceOf(each) !== 'istio-system')) {
    const hash = stringsAt(pod, 'metadata', 'labels')['pod-template-hash'] ?? '';
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{6,16}$/);
    expect(stringAt(pod, 'metadata', 'name')).toContain(`-${hash}-`);
  }
});

test('the splits have every shape that a console must cope with', () => {
  const store = createObjectStore(OBJECTS);
  const spec = (namespace: string, name: string): JsonObject =>
    objectAt(store.get(VIRTUAL_SERVICES, namespace, name), 'spec');
  expect(arrayAt(spec('shop', 'postgres'), 'tcp')).toHaveLength(1);
  expect(arrayAt(spec('staging', 'partner-bank'), 'tls')).toHaveLength(1);
  expect(JSON.stringify(spec('warehouse', 'shipping'))).toMatch(/"weight":3.*"weight":1/);
  expect(JSON.stringify(spec('shop', 'profiles'))).toContain('"subset":"beta"');
  expect(JSON.stringify(spec('shop', 'payments'))).not.toContain('weight');
});

test('the same seed gives the same objects', () => {
  const again = withStandbyVersions(createShop({ seed: 7 }), 7);
  expect([...workloadObjects(again), ...shopObjects()]).toEqual(OBJECTS);
});
