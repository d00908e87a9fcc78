import { render, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { NodePage } from '@/components/services/node-page';
import type { NodeDetails } from '@/lib/contract/node';
import { aFinding, checksAnswer, heldAnswer, KUBERNETES_DOWN } from '@/lib/testing/checks-answer';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const applied = (namespace: string, name: string): NodeDetails['configuration'][number] => ({
  ...aFinding('note', namespace, name).object,
  ...{ because: 'It names the host.', yaml: 'kind: VirtualService\n' },
});
const DETAILS: NodeDetails = {
  ...{ node: 'Kubernetes/shop/service/cart', kind: 'service', namespace: 'shop', name: 'cart' },
  ...{ meshes: [], labels: {}, pods: [], related: [], sources: [], warnings: [] },
  configuration: [applied('shop', 'cart'), applied('root', 'all'), applied('shop', 'sound')],
};
const PATH = '/spec/http/0/route/1/destination/subset';
const ANSWER = checksAnswer([
  aFinding('error', 'shop', 'cart', PATH),
  aFinding('warning', 'root', 'all', ''),
  // Of an object that does not apply to this service.
  aFinding('error', 'shop', 'orders'),
]);

/** Stands for the API; gives the paths of the checks that were asked for. */
function serve(checks: () => Promise<Response>, details = DETAILS): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    if (path.startsWith('/api/v1/node?')) return Promise.resolve(Response.json(details));
    if (!path.startsWith('/api/v1/checks')) return new Promise<Response>(() => undefined);
    asked.push(path);
    return checks();
  });
  return asked;
}

function show(kind: 'service' | 'workload' = 'service') {
  openAt('/services/shop/cart?tab=configuration');
  render(<NodePage kind={kind} namespace="shop" name="cart" />, { wrapper: PageFrame });
}

const ready = (answer = ANSWER) => Promise.resolve(Response.json(answer));
const tab = (name: string) => screen.findByRole('tab', { name });
const lists = () => screen.queryAllByRole('list', { name: /^Findings of/ });

describe('the findings of a node', () => {
  it.each(['service', 'workload'] as const)(
    'stand at each object that applies to a %s, with the way to their place in it',
    async (kind) => {
      serve(ready);
      show(kind);
      const cart = await screen.findByRole('list', { name: 'Findings of VirtualService cart' });
      expect(within(cart).getByText('cart has this error.')).toBeDefined();
      const id = 'networking.istio.io~virtualservices~VirtualService~shop~cart';
      const place = within(cart).getByRole('link', { name: `XX501 at ${PATH}` });
      expect(place.getAttribute('href')).toBe(
        `/configuration/${id}?${new URLSearchParams({ mark: PATH })}`,
      );
      const all = screen.getByRole('list', { name: 'Findings of VirtualService all' });
      expect(within(all).getByRole('link').textContent).toBe('the whole object');
      expect(lists()).toHaveLength(2);
    },
  );

  it('are counted at the tab, with one request for all objects', async () => {
    const asked = serve(ready);
    show();
    expect(await tab('Configuration 3 1 error, 1 warning')).toBeDefined();
    expect(asked).toEqual([`/api/v1/checks?${new URLSearchParams({ namespaces: 'root,shop' })}`]);
  });

  it('come together with the objects, so that nothing moves', async () => {
    const held = heldAnswer();
    serve(held.serve);
    show();
    expect(await tab('Configuration 3')).toBeDefined();
    expect(screen.queryByText('shop/sound')).toBeNull();
    held.give(ANSWER);
    expect(await screen.findByText('shop/sound')).toBeDefined();
    expect(lists()).toHaveLength(2);
  });

  it('that are not known are absent, and that they are not is said', async () => {
    serve(() => Promise.resolve(Response.json({ title: 'No', status: 500 }, { status: 500 })));
    show();
    expect(await screen.findByText('It is not known what is wrong with them')).toBeDefined();
    expect(await tab('Configuration 3')).toBeDefined();
    expect(lists()).toEqual([]);
  });

  it('say nothing when the objects could not be read, or none is wrong', async () => {
    serve(() => ready(checksAnswer([], { sources: [KUBERNETES_DOWN] })));
    show();
    expect(await screen.findByText('shop/sound')).toBeDefined();
    expect(await tab('Configuration 3')).toBeDefined();
    expect(lists()).toEqual([]);
  });

  it('are not asked for when nothing applies', async () => {
    const asked = serve(ready, { ...DETAILS, configuration: [] });
    show();
    expect(await screen.findByText('Nothing configures it')).toBeDefined();
    expect(asked).toEqual([]);
  });
});
