import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { sameJson } from '@/lib/domain/json';
import { valueAt } from '@/lib/domain/pointer';
import { editsOf } from '@/lib/domain/resilience/edits';
import type { Setting, SettingGroup } from '@/lib/domain/resilience/setting';
import { editYaml, readYaml } from '@/lib/domain/yaml-edit';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { MESHES } from '@/lib/mesh/registry';
import { pod, service, storeOf } from '@/lib/testing/kube-objects';
import { definitionsOf, valuesOf } from './crd-objects';
import { textFor } from './setting-texts';

const HOST = 'cart.shop.svc.cluster.local';
const LABELS = {
  app: 'cart',
  'linkerd.io/control-plane-ns': 'linkerd',
  'consul.hashicorp.com/connect-inject-status': 'injected',
};
const NODE: NodeFacts = { namespace: 'shop', services: ['cart'], podLabels: [LABELS] };

const parentRefs = [{ group: '', kind: 'Service', name: 'cart' }];
const podSelector = { matchLabels: { app: 'cart' } };

interface Case {
  readonly folder: string;
  readonly kind: string;
  readonly group: string;
  /** What makes an object one of the service `cart`, whatever else is in it. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly name?: string;
}

const CASES: readonly Case[] = [
  {
    folder: 'istio',
    kind: 'VirtualService',
    group: 'networking.istio.io',
    own: { hosts: ['cart'] },
  },
  { folder: 'istio', kind: 'DestinationRule', group: 'networking.istio.io', own: { host: 'cart' } },
  ...['gateway-api-experimental', 'gateway-api-standard'].map((folder) => ({
    ...{ folder, kind: 'HTTPRoute', group: 'gateway.networking.k8s.io', own: { parentRefs } },
  })),
  { folder: 'linkerd', kind: 'HTTPRoute', group: 'policy.linkerd.io', own: { parentRefs } },
  { folder: 'linkerd', kind: 'ServiceProfile', group: 'linkerd.io', own: {}, name: HOST },
  ...['ServiceRouter', 'ServiceResolver', 'ServiceDefaults'].map((kind) => ({
    ...{ folder: 'consul', kind, group: 'consul.hashicorp.com', own: {} },
  })),
  { folder: 'app-mesh', kind: 'VirtualNode', group: 'appmesh.k8s.aws', own: { podSelector } },
];

const KINDS = new Map(
  MESHES.flatMap(({ kinds }) => kinds).map((kind) => [`${kind.group} ${kind.kind}`, kind]),
);

function kindOf(group: string, kind: string): ResourceKind {
  const found = KINDS.get(`${group} ${kind}`);
  if (found === undefined) throw new Error(`no mesh reads ${kind}.${group}`);
  return found;
}

function groupsOf(object: KubeObject, kind: ResourceKind): readonly SettingGroup[] {
  const pods = [pod('cart-1', { labels: LABELS, containers: [{ name: 'linkerd-proxy' }] })];
  const store = storeOf(
    [{ group: '', plural: 'services' }, [service('cart')]],
    [{ group: '', plural: 'pods' }, pods],
    // Without it, nothing is taken for Istio's.
    [{ group: 'networking.istio.io', plural: 'virtualservices' }, []],
    [kind, [object]],
  );
  return MESHES.flatMap((mesh) => mesh.resilience(NODE, store).groups).filter(
    ({ object: ref, template }) =>
      ref.kind === kind.kind && ref.group === kind.group && template === null,
  );
}

/** An object without what stands at some pointers, and without the maps that are empty then. */
function without(value: unknown, paths: readonly string[], at = ''): unknown {
  if (paths.includes(at)) return undefined;
  if (Array.isArray(value)) return value.map((each, i) => without(each, paths, `${at}/${i}`));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const kept = without(each, paths, pointer);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function changes(object: KubeObject, group: SettingGroup, setting: Setting): void {
  const text = `# kept by the shop\n${stringify(object, { aliasDuplicateObjects: false })}# the end\n`;
  const edits = editsOf(setting, group, textFor(setting.form));
  if (!edits.ok) throw new Error(`${setting.path}: ${edits.error}`);
  const edited = editYaml(text, edits.value);
  // What is malformed already (a text where a map should be) may be refused, and then nothing changes.
  if (!edited.ok) return;
  const after = readYaml(edited.value);
  if (!after.ok) throw new Error(after.error);
  const { path: own, needs = [], excludes = [] } = setting;
  const touched = [own, ...needs.map(({ path }) => path), ...excludes];
  expect(sameJson(without(after.value, touched), without(object, touched)), setting.path).toBe(
    true,
  );
  expect(valueAt(after.value, setting.path), setting.path).toBeDefined();
  expect(edited.value.startsWith('# kept by the shop\n')).toBe(true);
  expect(edited.value.trimEnd().endsWith('# the end')).toBe(true);
  const back = editYaml(edited.value, [{ op: 'remove', path: setting.path, keep: group.at }]);
  const taken = back.ok ? readYaml(back.value) : back;
  expect(taken.ok && valueAt(taken.value, setting.path), setting.path).toBeUndefined();
}

describe.each(CASES)('forms over a $kind of $folder', (each) => {
  const { folder, kind, group, own, name = 'cart' } = each;
  const found = definitionsOf(folder).find((one) => one.kind === kind && one.group === group);
  if (found === undefined) throw new Error(`no definition of ${kind}.${group}`);

  it('change one value of any object of its schema, and nothing else', () => {
    let tried = 0;
    fc.assert(
      fc.property(valuesOf(found.spec), (spec) => {
        const object: KubeObject = {
          apiVersion: `${group}/${found.version}`,
          kind,
          metadata: { name, namespace: 'shop', annotations: { 'team.example/owner': 'shop' } },
          spec: { ...(typeof spec === 'object' ? spec : {}), ...own },
        };
        for (const part of groupsOf(object, kindOf(group, kind))) {
          for (const setting of part.settings) {
            tried += 1;
            changes(object, part, setting);
          }
        }
      }),
      { numRuns: 25, seed: 7 },
    );
    expect(tried).toBeGreaterThan(40);
  });
});
