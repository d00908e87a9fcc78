import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNodePath } from '@/lib/contract/node-url';
import {
  configurationHref,
  graphHref,
  nodeHref,
  objectHref,
  overviewHref,
  readReturnPath,
  servicesHref,
  signInHref,
  traceHref,
  tracesHref,
  trafficHref,
} from '@/lib/contract/urls';
import { DEFAULT_VIEW } from '@/lib/contract/view-url';
import { nodeId } from '@/lib/domain/model';

const VIEW = { ...DEFAULT_VIEW, namespaces: ['shop'] };
const RULE = { group: 'n.io', plural: 'rules', kind: 'Rule', namespace: 'shop', name: 'cart' };

describe('links', () => {
  it.each([
    [overviewHref(DEFAULT_VIEW), '/'],
    [overviewHref(VIEW), '/?ns=shop'],
    [servicesHref({ ...VIEW, window: '1h' }), '/services?ns=shop&window=1h'],
    [graphHref(VIEW, { select: 'a/b/workload/c' }), '/graph?ns=shop&select=a%2Fb%2Fworkload%2Fc'],
    [
      tracesHref(DEFAULT_VIEW, { service: 'cart.shop', errors: true }),
      '/traces?service=cart.shop&errors=true',
    ],
    [tracesHref(DEFAULT_VIEW, { errors: false }), '/traces'],
    [traceHref('a b', { span: '1f' }, DEFAULT_VIEW), '/traces/a%20b?span=1f'],
    [configurationHref(VIEW, { show: 'findings' }), '/configuration?ns=shop&show=findings'],
    [objectHref(RULE, VIEW), '/configuration/n.io~rules~Rule~shop~cart?ns=shop'],
    [
      objectHref(RULE, DEFAULT_VIEW, { mark: '/spec/a~1b' }),
      '/configuration/n.io~rules~Rule~shop~cart?mark=%2Fspec%2Fa%7E1b',
    ],
    [trafficHref(VIEW, { host: 'cart.shop' }), '/traffic?ns=shop&host=cart.shop'],
  ])('gives %s', (href, expected) => {
    expect(href).toBe(expected);
  });

  it('leads to the page of a service or workload, with the cluster when it is another', () => {
    expect(nodeHref('Kubernetes/shop/service/cart', DEFAULT_VIEW)).toBe('/services/shop/cart');
    expect(nodeHref('west/shop/workload/cart-v1', DEFAULT_VIEW, { tab: 'pods' })).toBe(
      '/workloads/shop/cart-v1?tab=pods&cluster=west',
    );
  });

  it('leads to the graph for what has no page of its own', () => {
    expect(nodeHref('east//external/api.cards.example', DEFAULT_VIEW)).toMatch(/^\/graph\?select=/);
    expect(nodeHref('not an id', DEFAULT_VIEW)).toBe('/graph?select=not+an+id');
  });

  it('stays on this origin whatever a node is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (namespace, name) => {
        const href = nodeHref(nodeId('east', namespace, 'service', name), DEFAULT_VIEW);
        expect(new URL(href, 'https://alidade.example').origin).toBe('https://alidade.example');
      }),
    );
  });
});

describe('the way back after signing in', () => {
  it('is kept in the link', () => {
    expect(signInHref('/')).toBe('/sign-in');
    const { searchParams } = new URL(signInHref('/graph?ns=shop'), 'https://alidade.example');
    expect(readReturnPath(searchParams.get('from'))).toBe('/graph?ns=shop');
  });

  it.each([
    [null],
    [''],
    ['graph'],
    ['//evil.example'],
    ['/\\evil.example'],
    ['/\t/evil.example'],
    ['https://evil.example'],
    ['javascript:alert(1)'],
    ['/sign-in?from=/'],
    ['/api/v1/session'],
  ])('is the overview when %j is asked for', (from) => {
    expect(readReturnPath(from)).toBe('/');
  });

  it('never leads to another origin', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `/${text}`),
        ),
        (from) => {
          const url = new URL(readReturnPath(from), 'https://alidade.example');
          expect(url.origin).toBe('https://alidade.example');
        },
      ),
    );
  });
});

describe('the path of a node', () => {
  it('is decoded and held against the grammar of names', () => {
    expect(readNodePath({ namespace: 'shop', name: 'cart%2Dv1' })).toEqual({
      namespace: 'shop',
      name: 'cart-v1',
    });
  });

  it.each([
    ['Shop', 'cart'],
    ['shop', '..'],
    ['shop', 'a%2Fb'],
    ['shop', '%E0%A4%A'],
    ['shop', ''],
    ['shop', 'x'.repeat(300)],
  ])('is refused for %s / %s', (namespace, name) => {
    expect(readNodePath({ namespace, name })).toBeNull();
  });
});
