import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ResilienceTab } from '@/components/resilience/resilience-tab';
import { RoutingTab } from '@/components/resilience/routing-tab';
import { faults } from '@/lib/mesh/istio/resilience/faults';
import { objectIntentSchema, type ObjectIntent } from '@/lib/contract/objects';
import { withoutMember } from '@/lib/domain/json';
import { resilience } from '@/lib/mesh/istio/resilience/resilience';
import { routing } from '@/lib/mesh/istio/routing';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { storeOf, virtualService } from '@/lib/testing/kube-objects';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { refOf } from '@/lib/mesh/object-refs';
import { anObject, previewAnswer } from '@/lib/testing/object-answers';

vi.mock('@/components/shell/yaml/lazy-editor', async () => {
  const { PlainEditor } = await import('@/components/shell/yaml/plain-editor');
  return { YamlEditor: PlainEditor };
});
vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams() }));

const CART = { namespace: 'shop', services: ['cart'], podLabels: [] };
const VIRTUAL = {
  hosts: ['cart'],
  http: [
    {
      match: [{ headers: { canary: { exact: 'true' } } }],
      route: [{ destination: { host: 'cart', subset: 'v2' } }],
    },
    {
      timeout: '3s',
      fault: { delay: { fixedDelay: '2s', percentage: { value: 10 } } },
      route: [{ destination: { host: 'cart', subset: 'v1' } }],
    },
  ],
};
const OBJECT = virtualService('cart', VIRTUAL);
const STORE = storeOf([VIRTUAL_SERVICE, [OBJECT]]);
const YAML = stringify(OBJECT);
const BASE = { at: 1_800_000_000_000, sources: [], warnings: [] };

let sent: ObjectIntent[] = [];

/** Answers the API as the server would of one VirtualService. */
function answering(allowed: boolean, store = STORE) {
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
      faults: faults(STORE).map(({ endsAtMs, ...fault }) => ({ ...fault, endsAt: endsAtMs })),
      retryPath: null,
    },
    '/api/v1/routing': {
      ...BASE,
      node: 'n',
      notes: [],
      tables: routing(CART, store).tables.map((table) => {
        const template = table.template === null ? null : stringify(table.template);
        return { ...table, label: 'Istio', template, yaml: template ?? YAML };
      }),
    },
    '/api/v1/objects': {
      ...BASE,
      object: anObject(refOf(OBJECT, VIRTUAL_SERVICE), {
        ...{ meshes: ['istio'], resourceVersion: '41', yaml: YAML },
        writable: {
          change: { allowed, reason: allowed ? null : 'You may only read.' },
          remove: { allowed: false, reason: null },
        },
      }),
    },
  };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (path.endsWith('/preview')) {
      sent.push(objectIntentSchema.parse(JSON.parse(z.string().parse(init.body))));
      return Promise.resolve(Response.json(previewAnswer()));
    }
    const found = Object.entries(answers).find(([start]) => path.startsWith(start));
    return Promise.resolve(Response.json(found?.[1] ?? {}, { status: found ? 200 : 404 }));
  });
}

function show(tab: React.ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={client}>{tab}</QueryClientProvider>);
}

afterEach(() => {
  sent = [];
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

  it('end an active fault after a preview, and change nothing else', async () => {
    answering(true);
    show(<ResilienceTab namespace="shop" name="cart" />);
    expect(await screen.findByText(/10 % of requests/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'End it…' }));
    expect(await screen.findByText(/would accept this/)).toBeTruthy();
    const [without, timed] = VIRTUAL.http;
    const http = [without, withoutMember(timed ?? {}, 'fault')];
    expect(parse(sent[0]?.yaml ?? '')).toHaveProperty('spec.http', http);
    expect(sent[0]?.resourceVersion).toBe('41');
  });

  it('say why they only show, and show a figure that nobody counted as a dash', async () => {
    answering(false);
    show(<ResilienceTab namespace="shop" name="cart" />);
    expect(await screen.findByText('You may only read.')).toBeTruthy();
    expect(await yamlField()).toHaveProperty('readOnly', true);
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

  it('decide nothing where they are only offered, until somebody writes them', async () => {
    answering(true, storeOf([VIRTUAL_SERVICE, []]));
    show(<RoutingTab namespace="shop" name="cart" />);
    expect(await screen.findByText(/Nothing routes it/)).toBeTruthy();
    await userEvent.click(await screen.findByRole('button', { name: 'Add a rule' }));
    expect(await screen.findByText(/Rule 1 of VirtualService cart takes it/)).toBeTruthy();
  });

  it('are given a further target, which gets what its weight says and no text that is none', async () => {
    answering(true);
    show(<RoutingTab namespace="shop" name="cart" />);
    const rule = within(await screen.findByRole('article', { name: 'Rule 2' }));
    // What another rule leads to is offered beside the service itself.
    await userEvent.click(rule.getByRole('button', { name: /Another target of Rule 2/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'cart v2' }));
    await userEvent.click(rule.getByRole('button', { name: 'Add target' }));
    expect(await screen.findByText('cart v1: 100%')).toBeTruthy();
    const weight = await rule.findByRole('textbox', { name: 'Weight of cart v2' });
    await userEvent.clear(weight);
    await userEvent.type(weight, '25');
    expect(await screen.findByText('cart v1: 80%, cart v2: 20%')).toBeTruthy();
    await userEvent.type(weight, '%');
    expect(await rule.findByText('A whole number, 0 or more')).toBeTruthy();
    expect(screen.getByText('cart v1: 80%, cart v2: 20%')).toBeTruthy();
    await userEvent.click(rule.getByRole('button', { name: 'Send nothing to: cart v1' }));
    expect(await screen.findByText('cart v2: 100%')).toBeTruthy();
  });
});
