import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SecurityLine } from '@/components/services/security-line';
import type { SecurityNode } from '@/lib/contract/security';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const [V1, V2] = ['Kubernetes/shop/workload/cart-v1', 'Kubernetes/shop/workload/cart-v2'];
const end = (name: string) => ({
  node: `Kubernetes/shop/workload/${name}`,
  namespace: 'shop',
  name,
});

interface Called {
  readonly mesh?: string | null;
  readonly mode?: 'strict' | 'permissive' | 'unknown';
  /** The share under mutual TLS by caller; undefined where nobody can know. */
  readonly shares?: Readonly<Record<string, number | undefined>>;
}

/** A workload that every caller calls once a second. */
function answerOf(node: string, { mesh = 'one', mode = 'strict', shares = {} }: Called) {
  const callers = Object.entries(shares);
  const inbound = callers.map(([name, mtlsShare]) => ({
    ...{
      edge: `${name} ${node}`,
      caller: end(name),
      callee: end('cart'),
      protocol: 'http' as const,
    },
    ...{ mtlsShare, requestRate: 1, verdict: 'allowed' as const, parts: [] },
  }));
  const answer: SecurityNode['workloads'][number] = {
    inbound,
    posture: {
      ...{ node, namespace: 'shop', name: 'cart', mesh, gateway: false, callers: callers.length },
      ports: [{ port: 80, names: [], mode, mutual: true, by: null, because: '' }],
      plaintext: callers.flatMap(([name, share = 1]) =>
        share === 1 ? [] : [{ edge: `${name} ${node}`, caller: end(name), share: 1 - share }],
      ),
      ...{ denied: 0, undecided: 0, conflicts: [] },
    },
  };
  return answer;
}

const SERVICE = 'Kubernetes/shop/service/cart';

/** Stands for the API, with the workloads behind the service, or a status; gives what was asked for. */
function serve(answer: Readonly<Record<string, Called>> | number): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    asked.push(`${pathname} ${searchParams.get('node') ?? ''}`);
    if (typeof answer === 'number') {
      const problem = { type: 'urn:alidade:problem:internal', title: 'It broke', status: answer };
      return Promise.resolve(Response.json(problem, { status: answer }));
    }
    const workloads = Object.entries(answer).map(([node, called]) => answerOf(node, called));
    const base = { at: 0, windowSeconds: 300, sources: [], warnings: [] };
    return Promise.resolve(Response.json({ ...base, workloads } satisfies SecurityNode));
  });
  return asked;
}

function show(node: string | null = SERVICE) {
  openAt('/services/shop/cart');
  return render(<SecurityLine node={node} />, { wrapper: PageFrame });
}

const line = async () => (await screen.findByRole('group', { name: 'Security' })).textContent;

describe('the security of a node in a line', () => {
  it('has the mode, the share and the plaintext callers of a workload', async () => {
    const asked = serve({ [V1]: { mode: 'permissive', shares: { web: 0.5, orders: 1 } } });
    show();
    expect(screen.getByText('Security: loading …')).toBeDefined();
    expect(await line()).toBe('TakesPermissive75% encrypted1 of 2 callers in plain text');
    expect(asked).toEqual([`/api/v1/security/node ${SERVICE}`]);
  });

  it('adds up the workloads that answer a service, each caller once, by one request', async () => {
    const asked = serve({
      [V1]: { mode: 'strict', shares: { web: 1 } },
      [V2]: { mode: 'permissive', shares: { web: 1, orders: 0 } },
    });
    show();
    const text = await line();
    expect(asked).toHaveLength(1);
    expect(text).toMatch(/^TakesPermissiveStrict66\.7% encrypted1 of 2 callers in plain text$/);
  });

  it('never takes what nobody knows for none', async () => {
    serve({ [V1]: { mode: 'unknown', shares: { web: undefined } } });
    const { unmount } = show();
    expect(await line()).toBe('TakesUnknown– encryptednot known whether callers send plain text');
    unmount();

    serve({ [V1]: { shares: { web: undefined, orders: 1 } } });
    show();
    expect(await line()).toBe('TakesStrict– encrypted0 of 2 callers in plain text, of 1 not known');
  });

  it('says that nobody called', async () => {
    serve({ [V1]: {} });
    show();
    expect(await line()).toBe('TakesStrict– encryptedno callers in this window');
  });

  it('says what failed', async () => {
    serve(500);
    show();
    expect(await screen.findByText('Security: It broke')).toBeDefined();
  });

  it.each([
    ['is in no mesh', { [V1]: { mesh: null } }],
    ['has no pods that run', {}],
  ])('is not there for what %s', async (_, answers) => {
    serve(answers);
    const { container } = show();
    await vi.waitFor(() => expect(container.textContent).toBe(''));
  });

  it('asks nothing of what no mesh knows', () => {
    const asked = serve({});
    const { container } = show(null);
    expect(container.textContent).toBe('');
    expect(asked).toEqual([]);
  });
});
