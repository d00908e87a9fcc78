import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { SecurityLine } from '@/components/services/security-line';
import type { SecurityWorkload } from '@/lib/contract/security';
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
  const answer: SecurityWorkload = {
    ...{ at: 0, windowSeconds: 300, chains: [], inbound, sources: [], warnings: [] },
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

/** Stands for the API; gives what was asked for. */
function serve(answers: Readonly<Record<string, Called | number>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    const { pathname, searchParams } = new URL(path, 'http://localhost');
    asked.push(pathname);
    const node = searchParams.get('node') ?? '';
    const answer = answers[node] ?? 404;
    if (typeof answer !== 'number') return Promise.resolve(Response.json(answerOf(node, answer)));
    const type = `urn:alidade:problem:${answer === 404 ? 'not-found' : 'internal'}`;
    const problem = { type, title: 'It broke', status: answer };
    return Promise.resolve(Response.json(problem, { status: answer }));
  });
  return asked;
}

function show(workloads: readonly string[]) {
  openAt('/services/shop/cart');
  return render(<SecurityLine workloads={workloads} />, { wrapper: PageFrame });
}

const line = async () => (await screen.findByRole('group', { name: 'Security' })).textContent;

describe('the security of a node in a line', () => {
  it('has the mode, the share and the plaintext callers of a workload', async () => {
    const asked = serve({ [V1]: { mode: 'permissive', shares: { web: 0.5, orders: 1 } } });
    show([V1]);
    expect(screen.getByText('Security: loading …')).toBeDefined();
    expect(await line()).toBe('TakesPermissive75% encrypted1 of 2 callers in plain text');
    expect(asked).toEqual(['/api/v1/security/workload']);
  });

  it('adds up the workloads that answer a service, each caller once', async () => {
    serve({
      [V1]: { mode: 'strict', shares: { web: 1 } },
      [V2]: { mode: 'permissive', shares: { web: 1, orders: 0 } },
    });
    show([V1, V2]);
    const text = await line();
    expect(text).toMatch(/^TakesPermissiveStrict66\.7% encrypted1 of 2 callers in plain text$/);
  });

  it('never takes what nobody knows for none', async () => {
    serve({ [V1]: { mode: 'unknown', shares: { web: undefined } } });
    const { unmount } = show([V1]);
    expect(await line()).toBe('TakesUnknown– encryptednot known whether callers send plain text');
    unmount();

    serve({ [V1]: { shares: { web: undefined, orders: 1 } } });
    show([V1]);
    expect(await line()).toBe('TakesStrict– encrypted0 of 2 callers in plain text, of 1 not known');
  });

  it('says that nobody called', async () => {
    serve({ [V1]: {} });
    show([V1]);
    expect(await line()).toBe('TakesStrict– encryptedno callers in this window');
  });

  it('says what failed', async () => {
    serve({ [V1]: {}, [V2]: 500 });
    show([V1, V2]);
    expect(await screen.findByText('Security: It broke')).toBeDefined();
  });

  it.each([
    ['is in no mesh', { [V1]: { mesh: null } }],
    ['has no pods that run', {}],
  ])('is not there for what %s', async (_, answers) => {
    serve(answers);
    const { container } = show([V1]);
    await vi.waitFor(() => expect(container.textContent).toBe(''));
  });

  it('asks nothing where no workload answers', () => {
    const asked = serve({});
    const { container } = show([]);
    expect(container.textContent).toBe('');
    expect(asked).toEqual([]);
  });
});
