import type { MeshId } from '@/lib/domain/model';
import { describe, expect, it } from 'vitest';
import { editsOf, isInPlace, migrationOf } from '@/lib/domain/resilience/edits';
import type { SettingGroup } from '@/lib/domain/resilience/setting';
import { editYaml, readYaml } from '@/lib/domain/yaml-edit';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { faults, retryLayers } from '@/lib/mesh/istio/resilience/faults';
import { resilience } from '@/lib/mesh/istio/resilience/resilience';
import { destinationRule, storeOf, virtualService } from '@/lib/testing/kube-objects';
import { stringify } from 'yaml';

const CART = { namespace: 'shop', services: ['cart'], podLabels: [] };
const TO_CART = [{ destination: { host: 'cart' } }];

const storeWith = (http: readonly unknown[], policy?: unknown) =>
  storeOf(
    [VIRTUAL_SERVICE, [virtualService('cart', { hosts: ['cart'], http })]],
    [
      DESTINATION_RULE,
      policy === undefined
        ? []
        : [{ ...destinationRule('cart', {}), spec: { host: 'cart', trafficPolicy: policy } }],
    ],
  );

const find = (groups: readonly SettingGroup[], title: RegExp, label: string) => {
  const group = groups.find((each) => title.test(each.title));
  const setting = group?.settings.find((each) => each.label === label);
  if (group === undefined || setting === undefined) throw new Error(`no ${label} in ${title}`);
  return { group, setting };
};

describe('resilience of Istio', () => {
  it('reads what every route and the traffic policy of a host say', () => {
    const { groups } = resilience(
      CART,
      storeWith(
        [
          {
            name: 'all',
            timeout: '3s',
            retries: { attempts: 2, retryOn: '5xx,reset' },
            route: TO_CART,
          },
        ],
        {
          outlierDetection: { consecutive5xxErrors: 7 },
          connectionPool: { tcp: { maxConnections: 9 } },
        },
      ),
    );
    expect(find(groups, /^Timeout of route 1 “all”/, 'Timeout').setting.value).toBe('3s');
    expect(find(groups, /^Retries/, 'Retry on').setting.value).toBe('5xx, reset');
    expect(find(groups, /^Outlier/, 'Consecutive 5xx').setting.value).toBe('7');
    expect(find(groups, /^Connection pool/, 'Connections').setting.value).toBe('9');
    expect(find(groups, /^Connection pool/, 'Requests waiting').setting.value).toBeNull();
  });

  it('offers to make the objects that are not there', () => {
    const { groups } = resilience(CART, storeOf([VIRTUAL_SERVICE, []], [DESTINATION_RULE, []]));
    const { group } = find(groups, /^Timeout/, 'Timeout');
    expect(group.template).toMatchObject({ kind: 'VirtualService', spec: { hosts: ['cart'] } });
    expect(find(groups, /^Outlier/, 'Interval').group.template).toMatchObject({
      kind: 'DestinationRule',
      spec: { host: 'cart' },
    });
  });

  it('writes the percentage that a fault does nothing without', () => {
    const http = [{ route: TO_CART }];
    const { groups } = resilience(CART, storeWith(http));
    const { group, setting } = find(groups, /^Delay/, 'Delay');
    const edits = editsOf(setting, group, '2s');
    if (!edits.ok) throw new Error(edits.error);
    const after = editYaml(stringify({ spec: { http } }), edits.value);
    expect(after.ok && readYaml(after.value)).toMatchObject({
      value: {
        spec: { http: [{ fault: { delay: { fixedDelay: '2s', percentage: { value: 10 } } } }] },
      },
    });
  });

  it('moves a deprecated limit to what counts the same', () => {
    const object = {
      spec: { host: 'cart', trafficPolicy: { outlierDetection: { consecutiveErrors: 4 } } },
    };
    const { groups, warnings } = resilience(CART, storeWith([], object.spec.trafficPolicy));
    const { group, setting } = find(groups, /^Outlier/, 'Consecutive errors');
    expect(warnings.map(({ code }) => code)).toContain('deprecated-field');
    const after = editYaml(stringify(object), migrationOf(setting, group, object));
    expect(after.ok && readYaml(after.value)).toMatchObject({
      value: { spec: { trafficPolicy: { outlierDetection: { consecutiveGatewayErrors: 4 } } } },
    });
  });

  it('knows that another route stands where its own was', () => {
    const http = [{ name: 'all', route: TO_CART }];
    const { groups } = resilience(CART, storeWith(http));
    const { group } = find(groups, /^Timeout/, 'Timeout');
    expect(isInPlace(group, { spec: { http } })).toBe(true);
    expect(isInPlace(group, { spec: { http: [{ name: 'new' }, ...http] } })).toBe(false);
  });

  it.each([
    ['tries-exceed-timeout', { timeout: '2s', retries: { attempts: 2, perTryTimeout: '1s' } }],
    ['fault-without-percentage', { fault: { abort: { httpStatus: 503 } } }],
    ['fault-without-percentage', { fault: { delay: { fixedDelay: '1s' } } }],
    ['deprecated-field', { fault: { delay: { fixedDelay: '1s', percent: 5 } } }],
    ['retries-off-with-more', { retries: { attempts: 0, retryOn: '5xx' } }],
  ])('warns: %s', (code, route) => {
    const { warnings } = resilience(CART, storeWith([{ route: TO_CART, ...route }]));
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
  });

  it('is content with tries that fit', () => {
    const route = { timeout: '3s', retries: { attempts: 2, perTryTimeout: '1s' }, route: TO_CART };
    expect(resilience(CART, storeWith([route])).warnings).toEqual([]);
  });
});

describe('faults of Istio', () => {
  it('are in force where their share is above 0', () => {
    const store = storeWith([
      { fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } },
      { fault: { abort: { httpStatus: 503 } } },
      { fault: { delay: { fixedDelay: '2s', percent: 5 } } },
      { fault: { delay: { fixedDelay: '2s', percentage: { value: 0 } } } },
    ]);
    expect(faults(store).map(({ words, path, host }) => [words, path, host])).toEqual([
      [
        '10 % of requests get status 503',
        '/spec/http/0/fault/abort',
        'cart.shop.svc.cluster.local',
      ],
      [
        '5 % of requests are delayed by 2s',
        '/spec/http/2/fault/delay',
        'cart.shop.svc.cluster.local',
      ],
    ]);
  });

  it('say when they should end', () => {
    const annotations = { 'alidade/fault-ends': '2026-03-02T10:00:00Z' };
    const http = [{ fault: { abort: { httpStatus: 503, percentage: { value: 1 } } } }];
    const object = virtualService('cart', { hosts: ['cart'], http }, { annotations });
    const [fault] = faults(storeOf([VIRTUAL_SERVICE, [object]]));
    expect(fault?.endsAtMs).toBe(Date.parse('2026-03-02T10:00:00Z'));
  });
});

it('counts the first try among those of a route', () => {
  const store = storeWith([{ retries: { attempts: 2 } }, { retries: { attempts: 1 } }]);
  expect(retryLayers(store).map(({ host, tries }) => [host, tries])).toEqual([
    ['cart.shop.svc.cluster.local', 3],
  ]);
});

describe('a first object of Istio', () => {
  const kindsFor = (meshes: readonly MeshId[]) =>
    resilience(
      { ...CART, meshes },
      storeOf([VIRTUAL_SERVICE, []], [DESTINATION_RULE, []]),
    ).groups.map(({ object }) => object.kind);

  it.each([[[]], [['istio']], [['ambient']], [['linkerd', 'istio']]] as const)(
    'is offered where its pods are in %j',
    (meshes) => {
      expect(new Set(kindsFor(meshes))).toEqual(new Set(['VirtualService', 'DestinationRule']));
    },
  );

  it.each([[['linkerd']], [['consul']], [['app-mesh']]] as const)(
    'is not where they are in %j alone',
    (meshes) => {
      expect(kindsFor(meshes)).toEqual([]);
    },
  );
});
