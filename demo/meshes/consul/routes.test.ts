import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../kubernetes/json';
import { createObjectStore } from '../../kubernetes/store';
import { billingObjects } from './objects';
import { SERVICE_SPLITTERS } from './kinds';
import { consulRoutes } from './routes';
import { admitConsul } from './validation';
import { object } from '../../kubernetes/build';

const SERVICE = (name: string) =>
  object('v1', 'Service', { namespace: 'billing', name }, { spec: { selector: { app: name } } });

function splitter(splits: Json): JsonObject {
  return object(
    'consul.hashicorp.com/v1alpha1',
    'ServiceSplitter',
    { namespace: 'billing', name: 'invoices' },
    { spec: { splits } },
  );
}

/** Billing with other splits of the invoices. */
function routing(splits: Json) {
  const others = billingObjects().filter(
    ({ kind, metadata }) =>
      kind !== 'ServiceSplitter' || JSON.stringify(metadata).includes('ledger'),
  );
  const objects = [SERVICE('invoices'), SERVICE('ledger-db'), ...others, splitter(splits)];
  return consulRoutes(createObjectStore(objects));
}

describe('the routes of billing', () => {
  test('are those of its splitter, past which a header leads', () => {
    const store = createObjectStore([SERVICE('invoices'), ...billingObjects()]);
    expect(consulRoutes(store)).toEqual([
      {
        service: 'billing/invoices',
        callers: ['consul'],
        header: { v2: 1 },
        rest: { v1: 0.85, v2: 0.15 },
        subsets: { v1: 'v1', v2: 'v2' },
      },
    ]);
  });

  test('follow its weights', () => {
    const [route] = routing([
      { serviceSubset: 'v1', weight: 33.33 },
      { serviceSubset: 'v2', weight: 66.67 },
    ]);
    expect(route?.rest.v1).toBeCloseTo(0.3333, 9);
    expect(route?.rest.v2).toBeCloseTo(0.6667, 9);
  });

  test('take the default subset where none is named', () => {
    const [route] = routing([{ weight: 100 }]);
    expect(route?.rest).toEqual({ v1: 1 });
  });

  test('lead nowhere through a subset that is not defined', () => {
    const [route] = routing([{ serviceSubset: 'v9', weight: 100 }]);
    expect(route?.rest).toEqual({ 'subset v9': 1 });
  });

  test('are none for TCP, whatever a splitter says', () => {
    const services = routing([]).map(({ service }) => service);
    expect(services).not.toContain('billing/ledger-db');
  });
});

describe('the webhook', () => {
  const admit = (splits: Json) => admitConsul(SERVICE_SPLITTERS, splitter(splits));
  const weights = (...all: readonly (number | undefined)[]) =>
    all.map((weight, i) => ({
      serviceSubset: `v${String(i)}`,
      ...(weight !== undefined && { weight }),
    }));

  test.each([
    [weights(90, 10)],
    [weights(100, undefined)],
    [weights(33.33, 33.33, 33.34)],
    [weights(99.99, 0.01)],
  ])('takes %j', (splits) => {
    expect(admit(splits)).toBeNull();
  });

  test.each([
    [weights(90, 9), 'adds up to 99.000000'],
    [weights(50.01, 25, 24.99), 'adds up to 99.999992'],
    [weights(101, -1), 'weight must be a percentage between 0.01 and 100'],
    [weights(0.001, 99.999), 'weight must be a percentage between 0.01 and 100'],
    [[{ namespace: 'eu', weight: 100 }], 'Consul Enterprise namespaces must be enabled'],
    [[], 'adds up to 0.000000'],
  ])('refuses %j', (splits, why) => {
    expect(admit(splits)).toContain(why);
    expect(admit(splits)).toContain('admission webhook "mutate-servicesplitter');
  });
});
