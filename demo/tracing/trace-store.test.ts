import { describe, expect, test } from 'vitest';
import { traceIdOf } from './ids';
import { NOW, testMesh, testStore } from './test-store';
import type { DemoSpan, TraceQuery } from './types';

const NOW_US = NOW * 1e6;
const TEN_MINUTES: TraceQuery = {
  fromUs: NOW_US - 600 * 1e6,
  toUs: NOW_US,
  tags: new Map(),
  limit: 1_000,
};
const store = testStore();

const spansFound = (query: Partial<TraceQuery>): readonly (readonly DemoSpan[])[] =>
  store.find({ ...TEN_MINUTES, ...query }).map(({ spans }) => spans);

describe('a search', () => {
  test('gives the newest first, and no more than the limit', () => {
    const starts = store.find({ ...TEN_MINUTES, limit: 40 }).map(({ startUs }) => startUs);
    expect(starts).toHaveLength(40);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
  });

  test('gives no trace that has not ended yet', () => {
    const found = store.find({ ...TEN_MINUTES, toUs: Infinity });
    expect(found.every(({ endUs }) => endUs <= NOW_US)).toBe(true);
  });

  test.each<[name: string, query: Partial<TraceQuery>, fits: (span: DemoSpan) => boolean]>([
    ['a service', { service: 'orders.shop' }, (span) => span.service === 'orders.shop'],
    [
      'an operation of a service',
      { service: 'orders.shop', operation: 'GET /orders/{id}' },
      (span) => span.operation === 'GET /orders/{id}',
    ],
    ['a least duration', { minDurationUs: 200_000 }, (span) => span.durationUs >= 200_000],
    [
      'a span of one service that took so long',
      { service: 'profiles.shop', minDurationUs: 20_000 },
      (span) => span.service === 'profiles.shop' && span.durationUs >= 20_000,
    ],
    ['errors', { tags: new Map([['error', 'true']]) }, (span) => span.error],
    [
      'two tags on one span',
      {
        tags: new Map([
          ['istio.namespace', 'warehouse'],
          ['http.status_code', '200'],
        ]),
      },
      (span) => span.service.endsWith('.warehouse'),
    ],
    ['a tag of the process', { tags: new Map([['hostname', 'nowhere']]) }, () => false],
  ])('for %s finds the traces with such a span, and all of them', (_name, query, fits) => {
    const found = spansFound(query);
    const all = spansFound({});
    expect(found.every((spans) => spans.some(fits))).toBe(true);
    expect(found.length).toBe(all.filter((spans) => spans.some(fits)).length);
  });

  test('finds the same when it is asked again', () => {
    const query = { service: 'user-service.shop', tags: new Map([['error', 'true']]) };
    expect(spansFound(query)).toEqual(spansFound(query));
  });

  test('finds nothing before what the store remembers', () => {
    const longAgo = NOW_US - 48 * 3_600 * 1e6;
    expect(spansFound({ fromUs: longAgo, toUs: longAgo + 1e9 })).toEqual([]);
  });
});

test('a trace can be had by its id, and by no other', () => {
  const [trace] = store.find({ ...TEN_MINUTES, limit: 1 });
  const id = trace?.traceId ?? '';
  expect(store.get(id)?.spans.length).toBe(trace?.spans.length);
  expect(store.get(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toBeUndefined();
  expect(store.get('f'.repeat(32))).toBeUndefined();
  expect(store.get('no id')).toBeUndefined();
});

test('a trace that the store has forgotten, or that lies ahead, is not there', () => {
  const [trace] = store.find({ ...TEN_MINUTES, limit: 1 });
  const later = testStore(testMesh(), NOW + 7 * 3_600);
  expect(later.get(trace?.traceId ?? '')).toBeUndefined();
  const ahead = traceIdOf({ bucket: NOW / 10 + 100, story: 0, part: 0 }, 7);
  expect(store.get(ahead)).toBeUndefined();
});

test('services and their operations are sorted, and are those of the traces', () => {
  const services = store.services();
  expect(services).toEqual(services.toSorted());
  expect(services).toContain('istio-ingressgateway.ingress');
  expect(services).not.toContain('checkout.staging');
  expect(store.operations('payments.shop')).toEqual([
    { name: 'GET /payments/{id}', spanKind: 'internal' },
    { name: 'api.cards.example:443/*', spanKind: 'client' },
    { name: 'payments.shop.svc.cluster.local:8080/*', spanKind: 'server' },
  ]);
  expect(store.operations('nope')).toEqual([]);
});
