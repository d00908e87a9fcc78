import { describe, expect, it } from 'vitest';
import { readEmbed, readEmbeddedTrace, readEmbeddedTraces } from '@/lib/contract/embed-url';
import { DEFAULT_TRACES_PAGE } from '@/lib/contract/traces-url';
import { DEFAULT_VIEW } from '@/lib/contract/view-url';

const read = (query: string) => readEmbed(new URLSearchParams(query));

describe('readEmbed', () => {
  it('shows everything of the last minutes when the frame says nothing', () => {
    expect(read('')).toEqual({ view: DEFAULT_VIEW, range: '30m', node: null });
  });

  it('takes the epoch milliseconds that Grafana writes', () => {
    const { view } = read('from=1700000000123&to=1700003600456');
    expect(view.between).toEqual({ fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 });
  });

  it('keeps the last day of a longer time', () => {
    const { view } = read('from=1600000000000&to=1700000000000');
    expect(view.between).toEqual({ fromMs: 1_699_913_600_000, toMs: 1_700_000_000_000 });
  });

  it('takes times up to now, and offers no less than they cover', () => {
    expect(read('from=now-1h&to=now')).toMatchObject({ view: { window: '1h' }, range: '1h' });
    expect(read('from=now-15m&to=now')).toMatchObject({ view: { window: '30m' }, range: '30m' });
    expect(read('from=now-7d&to=now')).toMatchObject({ view: { window: '6h' }, range: '24h' });
  });

  it.each(['from=now&to=now-1h', 'from=-1&to=9', 'from=1700003600000&to=1700000000000', 'from=x'])(
    'falls back for %s',
    (query) => expect(read(query).view).toEqual(DEFAULT_VIEW),
  );

  it('lets a time that was chosen in the panel come first', () => {
    const { view } = read('from=now-1h&to=now&between=1700000000_1700000300');
    expect(view.between).toEqual({ fromMs: 1_700_000_000_000, toMs: 1_700_000_300_000 });
  });

  it.each([
    ['var-namespace=b&var-namespace=a', ['a', 'b']],
    ['var-namespace={b,a}', ['a', 'b']],
    ['var-namespace=$__all', []],
    ['var-namespace=All', []],
    ['var-namespace=../x&var-namespace=a"', []],
  ])('reads %s', (query, namespaces) => expect(read(query).view.namespaces).toEqual(namespaces));

  it.each([
    ['5s', '5s'],
    ['7s', '10s'],
    ['1m', '1m'],
    ['1d', '1m'],
    ['', 'off'],
    ['often', 'off'],
  ])('renews with refresh=%s every %s', (given, choice) =>
    expect(read(`refresh=${given}`).view.refresh).toBe(choice),
  );

  it('names one node, or none', () => {
    expect(read('var-namespace=shop&var-service=cart').node).toBe('Kubernetes/shop/service/cart');
    expect(read('var-namespace=shop&var-workload=cart-v1&var-cluster=east').node).toBe(
      'east/shop/workload/cart-v1',
    );
    expect(read('var-namespace=shop&var-namespace=b&var-service=cart').node).toBeNull();
    expect(read('var-service=cart').node).toBeNull();
    expect(read('var-namespace=shop&var-service=a/b').node).toBeNull();
  });
});

describe('readEmbeddedTraces', () => {
  const NODE = 'Kubernetes/shop/service/cart';
  const readTraces = (query: string) => readEmbeddedTraces(new URLSearchParams(query), NODE);

  it('searches for the node of the frame, of the time of the frame', () => {
    expect(readTraces('lookback=7d&range=1_2')).toEqual({
      ...DEFAULT_TRACES_PAGE,
      target: { by: 'node', value: NODE },
    });
  });

  it('takes a search as the console writes it', () => {
    expect(readTraces('service=cart&errors=true&minDuration=100ms&limit=9')).toMatchObject({
      target: { by: 'service', value: 'cart' },
      errors: true,
      minDuration: '100ms',
      limit: 9,
    });
  });
});

describe('readEmbeddedTrace', () => {
  it.each([
    ['var-trace=0123456789abcdef', '0123456789abcdef'],
    ['var-trace=0123456789ABCDEF0123456789abcdef', '0123456789ABCDEF0123456789abcdef'],
    ['var-trace=0123456789abcde', null],
    ['var-trace=0123456789abcdeg', null],
    ['var-trace=0123456789abcdef&var-trace=0123456789abcdee', null],
    ['var-trace=../traces', null],
    ['', null],
  ])('reads %s', (query, id) => expect(readEmbeddedTrace(new URLSearchParams(query))).toBe(id));
});
