import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { simulationSchema, type Security } from '@/lib/contract/security';
import { edgeId, nodeId } from '@/lib/domain/model';
import { objectId } from '@/lib/domain/object-ref';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadMeshObjects } from '@/lib/server/use-cases/load-mesh-objects';
import { loadSecurityEdge } from '@/lib/server/use-cases/load-security-edge';
import { loadSecurity, loadSecurityWorkload } from '@/lib/server/use-cases/load-security';
import { simulateSecurity } from '@/lib/server/use-cases/simulate-security';

const WINDOW = 300;
const signal = () => AbortSignal.timeout(60_000);
const workload = (namespace: string, name: string) =>
  nodeId('Kubernetes', namespace, 'workload', name);

let demo: DemoRuntime;
let all: Security;

beforeAll(async () => {
  demo = await startDemoRuntime();
  // On a busy machine the first lists may be given up; what is shown then is less, and says so.
  for (let attempt = 0; attempt < 5; attempt++) {
    all = await securityFor('admin');
    if (all.sources.every(({ state }) => state === 'ok')) break;
    demo.skip(10_000);
  }
}, 120_000);
afterAll(() => demo.close());

async function securityFor(person: DemoPerson, namespaces: readonly string[] = []) {
  const identity = await demo.as(person);
  const query = { namespaces: [...namespaces], window: WINDOW };
  return loadSecurity(demo.runtime, identity, query, signal());
}

async function simulate(what: unknown, person: DemoPerson = 'admin') {
  const input = simulationSchema.parse({ what });
  return simulateSecurity(demo.runtime, await demo.as(person), input, signal());
}

const postureOf = (namespace: string, name: string) =>
  all.workloads.find((each) => each.namespace === namespace && each.name === name);

describe('the posture of the demo', () => {
  it('has the encrypted share that truly flows, by requests', () => {
    const at = Date.now() / 1000;
    const truth = demo.demo.model.truth(at, WINDOW);
    const compared = all.workloads.filter(({ namespace, name, encryptedShare }) => {
      const edges = truth.filter(({ target }) => target === `${namespace}/${name}`);
      const isCounted = edges.length > 0 && edges.every(({ protocol }) => protocol !== 'tcp');
      if (!isCounted || encryptedShare === undefined) return false;
      if (edges.some(({ mtlsShare }) => mtlsShare === null)) return false;
      const rate = edges.reduce((sum, edge) => sum + edge.requestRate, 0);
      const secure = edges.reduce((sum, e) => sum + e.requestRate * (e.mtlsShare ?? NaN), 0);
      // ztunnel tells of connections and not of requests.
      expect(Math.abs(encryptedShare - secure / rate), `${namespace}/${name}`).toBeLessThan(0.02);
      return true;
    });
    expect(compared.length).toBeGreaterThan(20);
  });

  it('names the plaintext callers of a permissive namespace', () => {
    const inventory = postureOf('shop', 'inventory');
    expect(inventory?.ports.map(({ mode }) => mode)).toEqual(['permissive']);
    const [caller, ...others] = inventory?.plaintext ?? [];
    expect(others).toEqual([]);
    expect(caller?.caller.node).toBe(workload('warehouse', 'stock-sync'));
    expect(caller?.share).toBeCloseTo(0.35, 2);
    expect(caller?.requestRate).toBeCloseTo(3 * 0.35, 0);
  });

  it('says what each mode is by', () => {
    expect(postureOf('analytics', 'reports')?.ports).toMatchObject([
      { port: 8080, mode: 'strict', by: { kind: 'PeerAuthentication', namespace: 'analytics' } },
    ]);
    expect(postureOf('legacy', 'billing')).toMatchObject({ mesh: null, ports: [] });
  });

  it('leaves out the share where nobody can know it', () => {
    expect(postureOf('legacy', 'billing')?.encryptedShare).toBeUndefined();
    expect(postureOf('staging', 'storefront')).not.toHaveProperty('encryptedShare');
  });

  it('lets nothing flow that a policy denies, but for the one that names a wrong account', () => {
    const denied = all.workloads.filter((each) => each.denied > 0);
    expect(denied.map(({ namespace, name }) => `${namespace}/${name}`).toSorted()).toEqual([
      'support/chat-v1',
      'support/chat-v2',
    ]);
    expect(all.workloads.flatMap(({ conflicts }) => conflicts)).toEqual([]);
  });

  it('has no strict port that takes anything in plain text', () => {
    const strict = all.workloads.filter(
      ({ ports }) => ports.length > 0 && ports.every(({ mode }) => mode === 'strict'),
    );
    expect(new Set(strict.map(({ mesh }) => mesh))).toEqual(
      new Set(['istio', 'ambient', 'consul', 'app-mesh', 'linkerd']),
    );
    expect(strict.flatMap(({ plaintext }) => plaintext)).toEqual([]);
  });

  it('has no port without TLS that takes anything in under it', () => {
    const open = all.workloads.filter(({ ports }) => ports.some(({ mode }) => mode === 'disabled'));
    expect(open.map(({ name }) => name)).toContain('titles');
    expect(open.filter(({ encryptedShare = 0 }) => encryptedShare > 0)).toEqual([]);
  });

  it('has policies of every mesh and kind, in words', () => {
    const kinds = new Set(all.policies.map(({ mesh, object }) => `${mesh} ${object.kind}`));
    expect([...kinds].toSorted()).toEqual([
      'app-mesh Mesh',
      'app-mesh VirtualNode',
      'consul Mesh',
      'consul ServiceDefaults',
      'consul ServiceIntentions',
      'gateway-api BackendTLSPolicy',
      'istio AuthorizationPolicy',
      'istio DestinationRule',
      'istio PeerAuthentication',
      'istio RequestAuthentication',
      'linkerd AuthorizationPolicy',
      'linkerd MeshTLSAuthentication',
      'linkerd NetworkAuthentication',
      'linkerd Server',
      'linkerd ServerAuthorization',
    ]);
    const effects = new Set(all.policies.map(({ effect }) => effect));
    expect([...effects].toSorted()).toEqual([
      ...['allow', 'audit', 'authenticate', 'custom', 'deny', 'tls'],
    ]);
    for (const { rules, selects } of all.policies) {
      expect(selects).not.toBe('');
      expect(rules.length).toBeGreaterThan(0);
    }
  });

  it('names its policies as the list of objects does', async () => {
    const query = { namespaces: [] };
    const listed = await loadMeshObjects(demo.runtime, await demo.as('admin'), query, signal());
    const ids = new Set(listed.objects.map(({ id }) => id));
    expect(all.policies.filter(({ object }) => !ids.has(objectId(object)))).toEqual([]);
  });

  it('knows when certificates run out, of the mesh whose proxies tell', () => {
    expect(new Set(all.certificates.map(({ mesh }) => mesh))).toEqual(new Set(['linkerd']));
    const left = all.certificates.map(({ expiresAt }) => (expiresAt - all.at) / 3_600_000);
    expect(left.length).toBeGreaterThan(5);
    expect(Math.min(...left)).toBeGreaterThan(0);
    expect(Math.max(...left)).toBeLessThanOrEqual(24.1);
  });

  it('is kept to the namespaces that a person may read', async () => {
    const own = await securityFor('shop-viewer');
    expect(new Set(own.workloads.map(({ namespace }) => namespace))).toEqual(new Set(['shop']));
    expect(own.policies.every(({ object }) => object.namespace === 'shop')).toBe(true);
    expect(JSON.stringify(own)).not.toContain('stock-sync');
    // What the root namespace says may not be read, so that only what the own one says is known.
    const ports = own.workloads.flatMap((each) => each.ports);
    const known = ports.filter(({ mode }) => mode !== 'unknown');
    expect(known.map(({ by }) => by?.namespace)).toEqual(known.map(() => 'shop'));
    expect(ports.length).toBeGreaterThan(known.length);
  });

  it('asks as many queries for all namespaces as for one', async () => {
    const { prometheus } = demo.runtime;
    if (prometheus === null) throw new Error('no Prometheus');
    const asked = vi.spyOn(prometheus, 'instant');
    const countFor = async (namespaces: readonly string[]) => {
      demo.skip(120_000);
      asked.mockClear();
      await securityFor('admin', namespaces);
      return asked.mock.calls.length;
    };
    const one = await countFor(['shop']);
    expect(one).toBeGreaterThan(0);
    expect(await countFor([])).toBe(one);
    asked.mockRestore();
  });
});

describe('one workload', () => {
  it('has the chain of each port, and its callers with the decision on each', async () => {
    const query = { node: workload('shop', 'payments'), window: WINDOW };
    const answer = await loadSecurityWorkload(
      demo.runtime,
      await demo.as('admin'),
      query,
      signal(),
    );
    const [chain] = answer.chains;
    expect(chain?.links.filter(({ decides }) => decides)).toHaveLength(1);
    expect(chain?.links.map(({ scope }) => scope)).toContain('mesh');
    expect(answer.inbound).toMatchObject([
      {
        caller: { name: 'orders' },
        verdict: 'allowed',
        parts: [{ encrypted: true, decision: { object: { name: 'payments' } } }],
      },
    ]);
  });

  it('is none where there is none, or none that may be read', async () => {
    for (const [person, namespace] of [
      ['admin', 'nowhere'],
      ['shop-viewer', 'warehouse'],
    ] as const) {
      const query = { node: workload(namespace, 'stock'), window: WINDOW };
      const asked = loadSecurityWorkload(demo.runtime, await demo.as(person), query, signal());
      await expect(asked).rejects.toMatchObject({ type: 'not-found' });
    }
  });
});

describe('one call', () => {
  const ask = async (source: string, target: string, protocol: 'http' | 'grpc' | 'tcp' = 'http') =>
    loadSecurityEdge(
      demo.runtime,
      await demo.as('admin'),
      { edge: edgeId(source, target, protocol), window: WINDOW },
      signal(),
    );

  it('is told with both sides, the rule, and a policy for it', async () => {
    const answer = await ask(workload('shop', 'orders'), workload('shop', 'payments'));
    expect(answer).toMatchObject({
      mesh: 'istio',
      verdict: 'allowed',
      tls: { outcome: 'mtls', mode: 'permissive', clientMode: 'automatic' },
    });
    const [draft] = answer.drafts;
    expect(draft?.object).toMatchObject({ kind: 'AuthorizationPolicy', namespace: 'shop' });
    expect(draft?.yaml).toContain('cluster.local/ns/shop/sa/orders');
    expect(draft?.yaml).toContain("- '8080'".replaceAll("'", '"'));
  });

  it('has parts where only some of it is encrypted', async () => {
    const answer = await ask(workload('warehouse', 'stock-sync'), workload('shop', 'inventory'));
    expect(answer.parts.map(({ encrypted }) => encrypted)).toEqual([true, false]);
    expect(answer.parts[1]?.share).toBeCloseTo(0.35, 2);
  });

  it('has no draft where the object that would be drafted says so already', async () => {
    const answer = await ask(
      workload('billing', 'invoices-v2'),
      workload('billing', 'ledger'),
      'grpc',
    );
    expect(answer).toMatchObject({ verdict: 'allowed', drafts: [] });
    expect(answer.notes).toContain('ServiceIntentions ledger says so already.');
  });

  it('is none that does not flow', async () => {
    const asked = ask(workload('shop', 'payments'), workload('shop', 'orders'));
    await expect(asked).rejects.toMatchObject({ type: 'not-found' });
  });
});

describe('a simulation', () => {
  it('of a strict namespace cuts off exactly what comes in plain text', async () => {
    const answer = await simulate({ kind: 'strict', namespace: 'shop' });
    expect(answer.objects).toMatchObject([{ object: { kind: 'PeerAuthentication' } }]);
    const expected = all.workloads
      .filter(({ namespace }) => namespace === 'shop')
      .flatMap(({ plaintext }) => plaintext.map(({ edge }) => edge));
    expect(answer.cutOff.map(({ edge }) => edge).toSorted()).toEqual(expected.toSorted());
    const part = answer.cutOff.find(({ caller }) => caller.name === 'stock-sync');
    expect(part).toMatchObject({ part: 'plaintext', after: { verdict: 'denied' } });
    expect(part?.requestRate).toBeGreaterThan(0.5);
    expect(answer.checked).toBeGreaterThan(50);
  });

  it('of a policy that denies everything cuts off all callers of the namespace', async () => {
    const yaml = [
      'apiVersion: security.istio.io/v1',
      'kind: AuthorizationPolicy',
      'metadata: {name: nothing, namespace: warehouse}',
      'spec: {}',
    ].join('\n');
    const answer = await simulate({ kind: 'apply', yaml });
    const callees = new Set(answer.cutOff.map(({ callee }) => callee.namespace));
    expect(callees).toEqual(new Set(['warehouse']));
    const flowing = all.workloads.filter((each) => each.namespace === 'warehouse');
    expect(answer.cutOff).toHaveLength(flowing.reduce((sum, { callers }) => sum + callers, 0));
  });

  it('writes nothing', async () => {
    await simulate({ kind: 'strict', namespace: 'shop' });
    demo.skip(10_000);
    const after = await securityFor('admin', ['shop']);
    const modes = after.workloads.flatMap(({ ports }) => ports.map(({ mode }) => mode));
    expect(modes).toContain('permissive');
  });

  it.each([
    ['what is no YAML', 'a: [', 'invalid-request'],
    ['nothing', '# nothing', 'invalid-request'],
    ['what is no object', 'a: 1', 'invalid-request'],
    [
      'a kind that decides nothing',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}',
      'invalid-request',
    ],
    [
      'an object without a namespace',
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}',
      'invalid-request',
    ],
    [
      'references that explode',
      `a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
      'invalid-request',
    ],
  ])('refuses %s', async (_, yaml, type) => {
    await expect(simulate({ kind: 'apply', yaml })).rejects.toMatchObject({ type });
  });

  it('is refused for namespaces that may not be read', async () => {
    const asked = simulate({ kind: 'strict', namespace: 'warehouse' }, 'shop-viewer');
    await expect(asked).rejects.toMatchObject({ type: 'forbidden' });
  });

  it('takes windows of one to six hours', () => {
    const what = { kind: 'strict', namespace: 'shop' };
    expect(simulationSchema.safeParse({ what, window: '6h' }).success).toBe(true);
    expect(simulationSchema.safeParse({ what, window: '30m' }).success).toBe(false);
    expect(simulationSchema.safeParse({ what, window: '12h' }).success).toBe(false);
  });
});
