import { describe, expect, it } from 'vitest';
import { demoModel } from '@/lib/testing/demo-model';

const AT = 1_800_000_000;
const WINDOW = 300;

/** Requests per second that a caller's proxies counted under some flags, over a window. */
function rateOf(model: ReturnType<typeof demoModel>, host: string, flags: RegExp, at: number) {
  return model
    .series('istio_requests_total')
    .filter(
      ({ labels }) =>
        labels['reporter'] === 'source' &&
        labels['destination_service'] === host &&
        flags.test(labels['response_flags'] ?? ''),
    )
    .reduce((sum, each) => sum + (each.valueAt(at) - each.valueAt(at - WINDOW)) / WINDOW, 0);
}

describe('a fault in the demo', () => {
  const host = 'orders.shop.svc.cluster.local';
  const model = demoModel('istio');
  const route = model.topology.routes.find(({ service }) => service === 'shop/orders');
  if (route === undefined) throw new Error('the demo routes orders');
  const before = rateOf(model, host, /./, AT);
  const answered = rateOf(model, host, /^-$/, AT);
  model.setRoutes(
    [
      {
        ...route,
        faults: {
          header: [],
          rest: [
            { kind: 'abort', code: '503', share: 0.25 },
            { kind: 'delay', ms: 2000, share: 0.5 },
          ],
        },
      },
      ...model.topology.routes.filter((each) => each !== route),
    ],
    AT,
  );
  const later = AT + 3 * WINDOW;

  it('takes its share of the requests, and leaves their number as it is', () => {
    const now = rateOf(model, host, /./, later);
    const usual = demoModel('istio');
    expect(now / rateOf(usual, host, /./, later)).toBeCloseTo(1, 6);
    expect(rateOf(model, host, /FI/, later) / now).toBeCloseTo(0.25, 6);
    const delayed = rateOf(model, host, /DI/, later);
    const plain = rateOf(model, host, /^-$/, later);
    expect(delayed / (delayed + plain)).toBeCloseTo(0.5, 6);
    expect(before).toBeGreaterThan(answered * 0.99);
  });

  it('passes fewer requests on to those behind', () => {
    const to = 'payments.shop.svc.cluster.local';
    const usual = rateOf(demoModel('istio'), to, /./, later);
    expect(rateOf(model, to, /./, later)).toBeLessThan(usual * 0.85);
  });

  it('is over when its route says so', () => {
    model.setRoutes(model.topology.routes, later);
    const end = later + 2 * WINDOW;
    expect(rateOf(model, host, /FI|DI/, end)).toBe(0);
    expect(rateOf(model, host, /./, end)).toBeGreaterThan(1);
  });
});
