import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Security } from '@/components/security/security';
import type {
  Security as SecurityAnswer,
  SecurityWorkload,
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

const POLICY = {
  ...{ group: 'g.example', plural: 'policies', kind: 'Policy', namespace: 'shop', name: 'carts' },
};

const answerOf = (parts: Partial<SecurityAnswer> = {}): SecurityAnswer => ({
  ...{ at: 0, windowSeconds: 300, meshes: [], workloads: [CART, QUIET], certificates: [] },
  policies: [
    {
      object: POLICY,
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

const workloadAnswer = (posture: WorkloadPosture): SecurityWorkload => ({
  ...{ at: 0, windowSeconds: 300, posture, sources: [], warnings: [] },
  chains: [
    {
      port: 8080,
      links: [
        {
          ...{ scope: 'namespace', path: '', value: '', decides: false, because: 'It is wider.' },
          object: {
            group: '',
            plural: 'namespaces',
            kind: 'Namespace',
            namespace: '',
            name: 'shop',
          },
        },
        {
          ...{ scope: 'port', object: POLICY, path: 'spec.mode', value: 'BOTH', decides: true },
          because: 'It is for the port.',
        },
      ],
    },
  ],
  inbound: [
    {
      ...{ edge: 'e', caller: WEB, protocol: 'http', requestRate: 3, mtlsShare: 0 },
      callee: { node: CART.node, namespace: 'shop', name: 'cart' },
      verdict: 'allowed',
      parts: [
        {
          ...{ encrypted: false, share: 1 },
          decision: { ...decision('allowed', 'It says so.'), object: POLICY },
        },
      ],
    },
  ],
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
  const { workloads: [posture = CART] = [] } = answer instanceof Response ? {} : answer;
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const { pathname } = new URL(path, 'http://localhost');
    if (pathname === '/api/v1/security/simulate') {
      sent.push(JSON.parse(String(init.body)));
      return Promise.resolve(Response.json(SIMULATED));
    }
    if (pathname === '/api/v1/security/workload')
      return Promise.resolve(Response.json(workloadAnswer(posture)));
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

  it('says a policy in all its words, and leads to the object', async () => {
    serve(answerOf());
    show('?tab=policies');
    const row = await screen.findByRole('row', { name: /carts/ });
    expect(within(row).getByText('Allows web.')).toBeDefined();
    expect(within(row).getByText('It names nobody.')).toBeDefined();
    const link = within(row).getByRole('link', { name: 'carts' });
    expect(link.getAttribute('href')).toBe('/configuration/g.example~policies~Policy~shop~carts');
  });

  it('shows one workload by whose word its mode is, with a link where the object has a page', async () => {
    serve(answerOf());
    show(`?workload=${encodeURIComponent(CART.node)}`);
    const chain = await screen.findByRole('list', { name: /Port 8080 came about/ });
    const links = within(chain).getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual(['Policy shop/carts']);
    expect(within(chain).getByText('Namespace shop')).toBeDefined();
    const panel = screen.getByRole('complementary', { name: 'Workload: cart' });
    const by = within(panel).getByText(/^Allowed by/);
    expect(within(by).getByRole('link', { name: 'Policy shop/carts' })).toBeDefined();
  });

  it('does not say that nobody calls in plain text where nobody can know', async () => {
    const unknown = { ...CART, encryptedShare: undefined, plaintext: [] };
    serve(answerOf({ workloads: [unknown] }));
    show();
    const row = await screen.findByRole('row', { name: /cart/ });
    expect(cellsOf(row)).not.toContain('0 of 2');
    expect(cellsOf(row).filter((text) => text === formatRatio(undefined))).toHaveLength(2);
  });

  it('filters certificates by name', async () => {
    const certificate = { mesh: 'one', namespace: 'shop', expiresAt: 60_000, proxies: 1 };
    const certificates = ['web', 'cart'].map((workload) => ({
      ...{ ...certificate, workload, node: `Kubernetes/shop/workload/${workload}` },
    }));
    serve(answerOf({ certificates }));
    show('?tab=certificates&q=car');
    expect(await screen.findByRole('row', { name: /cart/ })).toBeDefined();
    expect(screen.queryByRole('row', { name: /web/ })).toBeNull();
  });

  it('says what a simulation will show, and offers no filter there', async () => {
    serve(answerOf());
    show('?tab=simulation');
    expect(await screen.findByText('Nothing simulated yet')).toBeDefined();
    expect(screen.queryByRole('searchbox', { name: 'Filter by name' })).toBeNull();
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
