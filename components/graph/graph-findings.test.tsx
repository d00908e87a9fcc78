import { render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Selection } from '@/components/graph/selection';
import { useGraphFindings } from '@/components/graph/use-graph-findings';
import type { NodeChecks } from '@/lib/contract/checks';
import { DEFAULT_VIEW } from '@/lib/contract/view-url';
import { aFinding, KUBERNETES_DOWN } from '@/lib/testing/checks-answer';
import { aNode, aShopGraph } from '@/lib/testing/graph-fixture';
import { openAt, PageFrame } from '@/lib/testing/page-frame';
import { foldBoxes } from '@/lib/viz/graph/fold';

const PATH = '/spec/http/0/route/1/destination/subset';
const CART = aNode('cart', 'shop', { kind: 'service' });
const GRAPH = { ...aShopGraph(), nodes: [CART, aNode('calm')], edges: [] };
const FINDINGS = [
  aFinding('error', 'shop', 'cart', PATH),
  ...Array.from({ length: 6 }, (_, i) => aFinding('warning', 'rules', `far-${i}`, '')),
];
const ANSWER: NodeChecks = {
  ...{ at: 0, findings: FINDINGS, sources: [], warnings: [] },
  nodes: [
    {
      ...{ kind: 'service', namespace: 'shop', name: 'cart' },
      ...{ error: 1, warning: 30, note: 0, findings: [0, 1, 2, 3, 4, 5, 6] },
    },
  ],
  namespaces: [{ namespace: 'shop', error: 1, warning: 0, note: 0, findings: [0] }],
};

function show(id: string, answer = ANSWER, isClosed = false) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    if (!path.startsWith('/api/v1/checks')) return new Promise<Response>(() => undefined);
    asked.push(path);
    return Promise.resolve(Response.json(answer));
  });
  openAt('/graph');
  render(<Selected id={id} isClosed={isClosed} />, { wrapper: PageFrame });
  return asked;
}

function Selected({ id, isClosed }: { readonly id: string; readonly isClosed: boolean }) {
  const findings = useGraphFindings(DEFAULT_VIEW);
  const nothing = () => undefined;
  return (
    <Selection
      graph={GRAPH}
      display={foldBoxes(GRAPH, () => isClosed)}
      id={id}
      focus=""
      view={DEFAULT_VIEW}
      findings={findings}
      onSelect={nothing}
      onFocus={nothing}
      onToggleBox={nothing}
    />
  );
}

const list = () => screen.findByRole('list', { name: 'Findings in its configuration' });
const ID = 'networking.istio.io~virtualservices~VirtualService~shop~cart';

describe('the panel of what is selected in the graph', () => {
  it('lists the worst of what applies to a node, with the way to its place', async () => {
    const asked = show(CART.id);
    const found = within(await list());
    expect(found.getByText('cart has this error.')).toBeDefined();
    expect(found.getByRole('link', { name: 'VirtualService cart' }).getAttribute('href')).toBe(
      `/configuration/${ID}`,
    );
    const place = found.getByRole('link', { name: `XX501 at ${PATH} of VirtualService cart` });
    expect(place.getAttribute('href')).toBe(
      `/configuration/${ID}?${new URLSearchParams({ mark: PATH })}`,
    );
    expect(found.getAllByRole('listitem')).toHaveLength(5);
    const rest = screen.getByRole('link', { name: 'and 26 more' });
    expect(rest.getAttribute('href')).toContain('/services/shop/cart?tab=configuration');
    expect(asked).toEqual(['/api/v1/checks/nodes']);
  });

  it('lists those of a closed namespace, and leads to its objects', async () => {
    show('east/shop', ANSWER, true);
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.queryByRole('link', { name: /more$/ })).toBeNull();
  });

  it('says nothing of a node without any, nor when nothing is known', async () => {
    show(aNode('calm').id);
    expect(await screen.findByRole('region', { name: 'Selected: calm' })).toBeDefined();
    expect(screen.queryByText('Findings in its configuration')).toBeNull();
  });

  it('says nothing when the objects could not be read', async () => {
    const asked = show(CART.id, { ...ANSWER, sources: [KUBERNETES_DOWN] });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await Promise.resolve();
    expect(screen.queryByText('Findings in its configuration')).toBeNull();
  });
});
