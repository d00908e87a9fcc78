import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHART_RANGES,
  DIRECTIONS,
  NODE_TABS,
  nodeCodec,
  type NodePage,
  RANGE_SECONDS,
} from '@/lib/contract/node-url';
import {
  CONFIGURATION_COLUMNS,
  CONFIGURATION_SHOWS,
  configurationCodec,
  objectCodec,
} from '@/lib/contract/configuration-url';
import { OVERVIEW_LAYOUTS, OVERVIEW_SHOWS, overviewCodec } from '@/lib/contract/overview-url';
import { withPage } from '@/lib/contract/page-codec';
import {
  SERVICES_BY,
  SERVICES_COLUMNS,
  SERVICES_SHOWS,
  servicesCodec,
} from '@/lib/contract/services-url';

const overviewPages = fc.record({
  layout: fc.constantFrom(...OVERVIEW_LAYOUTS),
  show: fc.constantFrom(...OVERVIEW_SHOWS),
  search: fc.string(),
});
const servicesPages = fc.record({
  by: fc.constantFrom(...SERVICES_BY),
  show: fc.constantFrom(...SERVICES_SHOWS),
  search: fc.string(),
  sort: fc.constantFrom(...SERVICES_COLUMNS),
  descending: fc.boolean(),
});
const configurationPages = fc.record({
  kind: fc.string(),
  mesh: fc.string(),
  show: fc.constantFrom(...CONFIGURATION_SHOWS),
  search: fc.string(),
  sort: fc.constantFrom(...CONFIGURATION_COLUMNS),
  descending: fc.boolean(),
});
const objectPages = fc.record({ mark: fc.string() });
const nodePages = fc.record({
  tab: fc.constantFrom(...NODE_TABS),
  direction: fc.constantFrom(...DIRECTIONS),
  range: fc.constantFrom(...CHART_RANGES),
});

describe('the state of a page in its URL', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(overviewPages, (page) => {
        expect(overviewCodec.read(overviewCodec.write(page))).toEqual(page);
      }),
    );
    fc.assert(
      fc.property(servicesPages, (page) => {
        expect(servicesCodec.read(servicesCodec.write(page))).toEqual(page);
      }),
    );
    fc.assert(
      fc.property(nodePages, (page) => {
        expect(nodeCodec.read(nodeCodec.write(page))).toEqual(page);
      }),
    );
    fc.assert(
      fc.property(configurationPages, (page) => {
        expect(configurationCodec.read(configurationCodec.write(page))).toEqual(page);
      }),
    );
    fc.assert(
      fc.property(objectPages, (page) => {
        expect(objectCodec.read(objectCodec.write(page))).toEqual(page);
      }),
    );
  });

  it('is empty when everything is as usual', () => {
    const nothing = new URLSearchParams();
    expect(overviewCodec.write(overviewCodec.read(nothing)).toString()).toBe('');
    expect(servicesCodec.write(servicesCodec.read(nothing)).toString()).toBe('');
    expect(nodeCodec.write(nodeCodec.read(nothing)).toString()).toBe('');
  });

  it('falls back for words it does not know', () => {
    const page = nodeCodec.read(new URLSearchParams('tab=secrets&direction=up&range=9y'));
    expect(page).toEqual({ tab: 'signals', direction: 'inbound', range: '30m' });
    expect(RANGE_SECONDS[page.range]).toBe(1800);
  });

  it('replaces its own parameters and keeps the others', () => {
    const params = new URLSearchParams('ns=shop&tab=pods&cluster=west');
    const page: NodePage = { tab: 'traffic', direction: 'inbound', range: '3h' };
    const next = withPage(params, nodeCodec, page);
    expect(next.toString()).toBe('ns=shop&cluster=west&tab=traffic&range=3h');
  });
});
