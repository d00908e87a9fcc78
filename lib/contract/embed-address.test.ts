import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embedAddress,
  embedFrame,
  variablesOf,
  type AddressOptions,
  type PanelPage,
} from '@/lib/contract/embed-address';
import { readEmbed, readEmbeddedTrace, readEmbeddedTraces } from '@/lib/contract/embed-url';
import { DEFAULT_VIEW, type View } from '@/lib/contract/view-url';
import { nodeId } from '@/lib/domain/model';

const NODE = 'Kubernetes/shop/service/cart';
const FIXED: AddressOptions = {
  origin: 'https://alidade.example',
  view: DEFAULT_VIEW,
  variables: { time: false, namespace: false },
  theme: null,
  link: null,
};
const GRAPH: PanelPage = { panel: 'graph', subject: {} };
const paramsOf = (address: string) => new URL(address).searchParams;

describe('embedAddress', () => {
  it('leaves the variables of Grafana as they are', () => {
    const options = { ...FIXED, variables: { time: true, namespace: true } };
    expect(embedAddress(GRAPH, options)).toBe(
      'https://alidade.example/embed/graph?from=${__from}&to=${__to}&var-namespace=${namespace:csv}',
    );
    expect(embedAddress({ panel: 'signals', subject: { node: NODE } }, options)).toBe(
      'https://alidade.example/embed/signals?from=${__from}&to=${__to}&var-namespace=$namespace&var-service=$service',
    );
  });

  it('keeps a signed link out of what a browser sends', () => {
    const url = new URL(embedAddress(GRAPH, { ...FIXED, theme: 'dark', link: 'a.b_c-d' }));
    expect(url.hash).toBe('#link=a.b_c-d');
    expect(url.search).toBe('?from=now-5m&to=now&theme=dark');
  });

  it('of a trace has its id alone', () => {
    const trace = '0123456789abcdef';
    const address = embedAddress({ panel: 'trace', subject: { trace } }, FIXED);
    expect(address).toBe(`https://alidade.example/embed/trace?var-trace=${trace}`);
    expect(readEmbeddedTrace(paramsOf(address))).toBe(trace);
    expect(variablesOf({ panel: 'trace', subject: { trace } })).toEqual({
      time: false,
      namespace: false,
    });
  });

  it.each<Partial<View>>([
    {},
    { namespaces: ['bank', 'shop'], window: '30m', refresh: '1m' },
    { window: '6h', refresh: 'off' },
    { between: { fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 } },
  ])('is read back as the view %o', (part) => {
    const view = { ...DEFAULT_VIEW, ...part };
    expect(readEmbed(paramsOf(embedAddress(GRAPH, { ...FIXED, view }))).view).toEqual(view);
  });

  it('is read back as the window before a pinned moment', () => {
    const at = 1_700_000_600_000;
    const address = embedAddress(GRAPH, { ...FIXED, view: { ...DEFAULT_VIEW, at } });
    expect(readEmbed(paramsOf(address)).view.between).toEqual({ fromMs: at - 300_000, toMs: at });
  });

  it('names a node so that it is found again, whatever it is called', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[,{}/]/.test(text));
    const kind = fc.constantFrom('service', 'workload');
    fc.assert(
      fc.property(name, kind, fc.constantFrom('Kubernetes', 'east'), (called, ofKind, cluster) => {
        const node = nodeId(cluster, 'shop', ofKind, called);
        const { node: back } = readEmbed(
          paramsOf(embedAddress({ panel: 'signals', subject: { node } }, FIXED)),
        );
        // Names that a page of the console could not have either come back as none.
        expect([node, null]).toContain(back);
      }),
    );
    const plain = embedAddress({ panel: 'signals', subject: { node: NODE } }, FIXED);
    expect(readEmbed(paramsOf(plain)).node).toBe(NODE);
  });

  it('carries the filters of traces', () => {
    const filters = new URLSearchParams({ errors: 'true', tags: 'a="b c"' });
    const page: PanelPage = { panel: 'traces', subject: { node: NODE }, filters };
    const params = paramsOf(embedAddress(page, FIXED));
    const { node } = readEmbed(params);
    expect(readEmbeddedTraces(params, node)).toMatchObject({
      target: { by: 'node', value: NODE },
      errors: true,
      tags: 'a="b c"',
    });
  });
});

describe('embedFrame', () => {
  it('writes the address so that HTML gives it back', () => {
    const address = 'https://a.example/embed/graph?x=1&lt=2"';
    const src = /src="([^"]*)"/.exec(embedFrame(address))?.[1] ?? '';
    expect(src.replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toBe(address);
  });
});
