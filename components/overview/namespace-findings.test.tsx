import { render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { NamespaceCards } from '@/components/overview/namespace-cards';
import { NamespaceRows } from '@/components/overview/namespace-rows';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import { aFinding, checksAnswer, KUBERNETES_DOWN } from '@/lib/testing/checks-answer';
import { openAt, PageFrame } from '@/lib/testing/page-frame';

const aNamespace = (name: string): NamespaceSummary => ({
  ...{ name, cluster: 'east', meshes: [], injection: 'enabled', workloads: 3 },
  ...{ health: { status: 'healthy', reasons: [] }, sparklines: {}, problems: [] },
});
const NAMESPACES = ['shop', 'calm', 'noted'].map((name) => aNamespace(name));
const ANSWER = checksAnswer([
  aFinding('error', 'shop', 'cart'),
  aFinding('error', 'shop', 'orders'),
  aFinding('warning', 'shop', 'cart'),
  aFinding('note', 'noted', 'cart'),
]);

/** Stands for the API; gives the paths that were asked for. */
function serve(answer: () => Promise<Response>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    if (!path.startsWith('/api/v1/checks')) return Promise.resolve(new Response(null));
    asked.push(path);
    return answer();
  });
  return asked;
}

const well = () => Promise.resolve(Response.json(ANSWER));
const never = () => new Promise<Response>(() => undefined);
const down = () => Promise.resolve(Response.json(checksAnswer([], { sources: [KUBERNETES_DOWN] })));
const broken = () => Promise.resolve(Response.json({ title: 'No', status: 500 }, { status: 500 }));

const LINK = /^2 errors,? 1 warning in the configuration of shop$/;
const HREF = '/configuration?ns=shop&show=findings';
const linksTo = () =>
  screen
    .getAllByRole('link')
    .filter((link) => link.getAttribute('href')?.includes('configuration'));

function show(layout: 'cards' | 'rows', namespaces = NAMESPACES) {
  openAt('/');
  const Layout = layout === 'cards' ? NamespaceCards : NamespaceRows;
  return render(<Layout namespaces={namespaces} />, { wrapper: PageFrame });
}

describe.each(['cards', 'rows'] as const)('the findings of namespaces, in %s', (layout) => {
  it('are counted without the notes, and lead to the objects that have them', async () => {
    serve(well);
    show(layout);
    const link = await screen.findByRole('link', { name: LINK });
    expect(link.getAttribute('href')).toBe(HREF);
    expect(linksTo()).toEqual([link]);
  });

  it('cost one request for any number of namespaces', async () => {
    const asked = serve(well);
    const many = Array.from({ length: 60 }, (_, i) => aNamespace(`n${i}`));
    show(layout, [...NAMESPACES, ...many]);
    await screen.findByRole('link', { name: LINK });
    expect(asked).toEqual(['/api/v1/checks?']);
  });

  it.each([
    ['loading', never],
    ['failing', broken],
    ['without what they are found in', down],
  ])('are quietly absent while they are %s', async (_, answer) => {
    const asked = serve(answer);
    show(layout);
    await waitFor(() => expect(asked).not.toEqual([]));
    await Promise.resolve();
    expect(linksTo()).toEqual([]);
    expect(screen.getByText('calm')).toBeDefined();
  });
});
