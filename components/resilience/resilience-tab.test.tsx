import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ResilienceTab } from '@/components/resilience/resilience-tab';
import { RoutingTab } from '@/components/resilience/routing-tab';
import { resilience } from '@/lib/mesh/istio/resilience/resilience';
import { routing } from '@/lib/mesh/istio/routing';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { storeOf, virtualService } from '@/lib/testing/kube-objects';
import { stringify } from 'yaml';

vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams() }));

const CART = { namespace: 'shop', services: ['cart'], podLabels: [] };
const OBJECT = virtualService('cart', {
  hosts: ['cart'],
  http: [
    {
      match: [{ headers: { canary: { exact: 'true' } } }],
      route: [{ destination: { host: 'cart', subset: 'v2' } }],
    },
    { timeout: '3s', route: [{ destination: { host: 'cart', subset: 'v1' } }] },
  ],
});
const STORE = storeOf([VIRTUAL_SERVICE, [OBJECT]]);
const YAML = stringify(OBJECT);
const BASE = { at: 1_800_000_000_000, sources: [], warnings: [] };

/** Answers the API as the server would of one VirtualService. */
function answering(allowed: boolean) {
  const { groups } = resilience(CART, STORE);
  const answers: Readonly<Record<string, unknown>> = {
    '/api/v1/resilience': {
      ...BASE,
      windowSeconds: 300,
      node: 'n',
      meshes: [
        {
          ...{ mesh: 'istio', label: 'Istio', warnings: [], notes: [] },
          groups: groups.filter(({ template }) => template === null),
          figures: [
            {
              section: 'retries',
              label: 'Retries',
              unit: 'perSecond',
              value: null,
              absent: 'Not told.',
              query: 'q',
            },
          ],
        },
      ],
      faults: [],
      retryPath: null,
    },
    '/api/v1/routing': {
      ...BASE,
      node: 'n',
      notes: [],
      tables: routing(CART, STORE).tables.map((table) => ({
        ...table,
        label: 'Istio',
        template: null,
        yaml: YAML,
      })),
    },
    '/api/v1/objects': {
      ...BASE,
      object: {
        ...{ id: 'x', meshes: ['istio'], group: 'networking.istio.io', version: 'v1' },
        ...{ plural: 'virtualservices', kind: 'VirtualService', namespace: 'shop', name: 'cart' },
        ...{ createdAt: null, owner: { kind: 'hand' }, resourceVersion: '41', yaml: YAML },
        ...{
          status: null,
          conditions: [],
          changes: [],
          writers: [],
          references: { to: [], from: [] },
        },
        writable: {
          change: { allowed, reason: allowed ? null : 'You may only read.' },
          remove: { allowed: false, reason: null },
        },
      },
    },
  };
  vi.stubGlobal('fetch', (path: string) => {
    const found = Object.entries(answers).find(([start]) => path.startsWith(start));
    return Promise.resolve(Response.json(found?.[1] ?? {}, { status: found ? 200 : 404 }));
  });
}

function show(tab: React.ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={client}>{tab}</QueryClientProvider>);
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const yamlField = () => screen.findByRole('textbox', { name: /^YAML of/ }, { timeout: 8000 });

describe('the forms of resilience', () => {
  it('write into the YAML beside them, and read what is written there', async () => {
    answering(true);
    show(<ResilienceTab namespace="shop" name="cart" />);
    const yaml = await yamlField();
    const [, timeout] = await screen.findAllByRole('textbox', { name: 'Timeout' });
    if (timeout === undefined) throw new Error('no field');
    expect(timeout).toHaveProperty('value', '3s');
    await userEvent.clear(timeout);
    await userEvent.type(timeout, '7s');
    await waitFor(() =>
      expect(yaml).toHaveProperty('value', expect.stringContaining('timeout: 7s')),
    );
    await userEvent.clear(yaml);
    await userEvent.paste(YAML.replace('timeout: 3s', 'timeout: 9s'));
    expect(timeout).toHaveProperty('value', '9s');
    expect(screen.getByRole('button', { name: 'Preview' })).not.toHaveProperty('disabled', true);
  });

  it('say why they only show, and show a figure that nobody counted as a dash', async () => {
    answering(false);
    show(<ResilienceTab namespace="shop" name="cart" />);
    expect(await screen.findByText('You may only read.')).toBeTruthy();
    expect(await yamlField()).toHaveProperty('disabled', true);
    expect(screen.getByText('–')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Preview' })).toBeNull();
  });
});

describe('the rules of routing', () => {
  it('tell where an example goes, before and after a rule is moved', async () => {
    answering(true);
    show(<RoutingTab namespace="shop" name="cart" />);
    await userEvent.type(await screen.findByRole('textbox', { name: 'Headers' }), 'canary: true');
    expect(await screen.findByText('cart v2: 100%')).toBeTruthy();
    await userEvent.click(await screen.findByRole('button', { name: 'Move down: Rule 1' }));
    expect(await screen.findByText('cart v1: 100%')).toBeTruthy();
  });
});
