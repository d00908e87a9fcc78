import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Security } from '@/components/security/security';
import type {
  Security as SecurityAnswer,
  Simulated,
  WorkloadPosture,
} from '@/lib/contract/security';
import { formatRatio } from '@/lib/domain/format';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const WEB = { node: 'Kubernetes/shop/workload/web', namespace: 'shop', name: 'web' };
const CART: WorkloadPosture = {
  ...{ node: 'Kubernetes/shop/workload/cart', namespace: 'shop', name: 'cart', mesh: 'one' },
  gateway: false,
  ports: [
    { port: 8080, names: [], mode: 'permissive', mutual: true, by: null, because: 'By itself.' },
  ],
  encryptedShare: 0.75,
  callers: 2,
  plaintext: [{ edge: 'e', caller: WEB, share: 1, requestRate: 3 }],
  ...{ denied: 0, undecided: 0, conflicts: [] },
};
const QUIET: WorkloadPosture = {
  ...CART,
  ...{ node: 'Kubernetes/shop/workload/quiet', name: 'quiet', callers: 0, plaintext: [] },
  encryptedShare: undefined,
};

const answerOf = (parts: Partial<SecurityAnswer> = {}): SecurityAnswer => ({
  ...{ at: 0, windowSeconds: 300, meshes: [], workloads: [CART, QUIET], certificates: [] },
  policies: [
    {
      object: {
        group: 'g.example',
        plural: 'policies',
        kind: 'Policy',
        namespace: 'shop',
        name: 'carts',
      },
      ...{ mesh: 'one', effect: 'allow', selects: 'pods of cart', rules: ['Allows web.'] },
      warnings: ['It names nobody.'],
    },
  ],
  ...{ sources: [], warnings: [] },
  ...parts,
});

const decision = (verdict: 'allowed' | 'denied', because: string) => ({
  ...{ verdict, object: null, path: '', because },
});

const SIMULATED: Simulated = {
  ...{ at: 0, windowSeconds: 3600, objects: [], notes: [], admitted: [], uncertain: [] },
  cutOff: [
    {
      ...{ edge: 'e', caller: WEB, protocol: 'http', part: 'plaintext', requestRate: 3 },
      callee: { node: CART.node, namespace: 'shop', name: 'cart' },
      before: decision('allowed', 'It was.'),
      after: decision('denied', 'The port takes mutual TLS alone.'),
    },
  ],
  ...{ checked: 12, unknown: 1, sources: [], warnings: [] },
};

/** Stands for the API; gives the bodies that were sent. */
function serve(answer: SecurityAnswer | Response): unknown[] {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const { pathname } = new URL(path, 'http://localhost');
    if (pathname === '/api/v1/security/simulate') {
      sent.push(JSON.parse(String(init.body)));
      return Promise.resolve(Response.json(SIMULATED));
    }
    if (pathname !== '/api/v1/security')
      return Promise.resolve(new Response(null, { status: 404 }));
    return Promise.resolve(answer instanceof Response ? answer.clone() : Response.json(answer));
  });
  return sent;
}

function show(query = '') {
  openAt(`/security${query}`);
  render(<Security />, { wrapper: PageFrame });
  return userEvent.setup();
}

const cellsOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent);

describe('the page of the security posture', () => {
  it('shows what a port takes beside what truly comes, and a dash where nobody knows', async () => {
    serve(answerOf());
    show();
    const cart = await screen.findByRole('row', { name: /cart/ });
    expect(cellsOf(cart)).toEqual(
      expect.arrayContaining(['Permissive', formatRatio(0.75), '1 of 2']),
    );
    const quiet = cellsOf(screen.getByRole('row', { name: /quiet/ }));
    expect(quiet).toContain(formatRatio(undefined));
    expect(quiet.filter((text) => text.startsWith('0'))).toEqual([]);
    expect(screen.getByText(/2 workloads in a mesh/)).toBeDefined();
  });

  it('says that there is nothing', async () => {
    serve(answerOf({ workloads: [], policies: [] }));
    show();
    expect(await screen.findByText('No workloads')).toBeDefined();
  });

  it('says what failed', async () => {
    const problem = { type: 'urn:alidade:problem:forbidden', title: 'Not allowed', status: 403 };
    serve(Response.json(problem, { status: 403 }));
    show();
    expect(await screen.findByText('Security: not available')).toBeDefined();
  });

  it('says that a source gives less', async () => {
    const source = {
      name: 'prometheus',
      state: 'down',
      ageMs: null,
      reason: 'It is gone.',
    } as const;
    serve(answerOf({ sources: [source] }));
    show();
    expect(await screen.findByText('It is gone.')).toBeDefined();
    expect(screen.getByRole('row', { name: /cart/ })).toBeDefined();
  });

  it('finds workloads, and clears what finds none', async () => {
    serve(answerOf());
    const user = show('?q=nothing');
    await user.click(await screen.findByRole('button', { name: 'Clear the filter' }));
    expect(await screen.findByRole('row', { name: /cart/ })).toBeDefined();
  });

  it('opens a policy with all its words', async () => {
    serve(answerOf());
    const user = show('?tab=policies');
    await user.click(await screen.findByRole('button', { name: 'carts' }));
    const panel = screen.getByRole('complementary', { name: 'Policy: carts' });
    expect(within(panel).getByText('Allows web.')).toBeDefined();
    expect(within(panel).getByText('It names nobody.')).toBeDefined();
  });

  it('simulates a strict namespace on the calls of so many hours', async () => {
    const sent = serve(answerOf());
    const user = show('?tab=simulation&strict=shop&hours=3h');
    await user.click(await screen.findByRole('button', { name: 'Simulate' }));
    expect(await screen.findByText('1 call would be cut off')).toBeDefined();
    expect(sent).toEqual([{ window: '3h', what: { kind: 'strict', namespace: 'shop' } }]);
    const row = screen.getByRole('row', { name: /web → cart/ });
    expect(cellsOf(row)).toEqual(expect.arrayContaining(['what is in plain text']));
  });

  it('simulates no policy before there is one', async () => {
    serve(answerOf());
    const user = show('?tab=simulation');
    await user.click(await screen.findByRole('radio', { name: 'Apply policies' }));
    const button = screen.getByRole('button', { name: 'Simulate' });
    expect(button.hasAttribute('disabled')).toBe(true);
    await user.type(screen.getByLabelText('Policies as YAML'), 'a');
    expect(button.hasAttribute('disabled')).toBe(false);
  });
});
