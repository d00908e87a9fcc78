import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isCustomGroup,
  objectId,
  objectWords,
  parseObjectId,
  type ObjectRef,
} from '@/lib/domain/object-ref';

const REVIEWS: ObjectRef = {
  group: 'networking.istio.io',
  plural: 'virtualservices',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'reviews.v1',
};

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);
const subdomain = fc.array(label, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const ref = fc.record({
  group: fc.oneof(fc.constant(''), subdomain),
  plural: label,
  kind: fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,20}$/),
  namespace: fc.oneof(fc.constant(''), label),
  name: subdomain,
});

describe('the id of an object', () => {
  it('gives back what it was made of, and stands in a path as it is', () => {
    fc.assert(
      fc.property(ref, (any) => {
        const id = objectId(any);
        expect(parseObjectId(id)).toEqual(any);
        expect(encodeURIComponent(id)).toBe(id);
      }),
    );
  });

  it('is different for different objects', () => {
    fc.assert(
      fc.property(ref, ref, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(objectId(one) === objectId(other)).toBe(same);
      }),
    );
  });

  it('of a kind without namespaces has none', () => {
    const mesh = { ...REVIEWS, namespace: '' };
    expect(parseObjectId(objectId(mesh))).toEqual(mesh);
  });

  it.each([
    ['nothing', ''],
    ['too few parts', 'g~p~K~n'],
    ['too many parts', `${objectId(REVIEWS)}~x`],
    ['a step up in the name', objectId({ ...REVIEWS, name: '..' })],
    ['a slash in the name', objectId({ ...REVIEWS, name: 'a/b' })],
    ['an escape in the name', objectId({ ...REVIEWS, name: '%2e%2e' })],
    ['capitals in the name', objectId({ ...REVIEWS, name: 'Reviews' })],
    ['no name', objectId({ ...REVIEWS, name: '' })],
    ['a name that is too long', objectId({ ...REVIEWS, name: 'a'.repeat(254) })],
    ['a dot in the namespace', objectId({ ...REVIEWS, namespace: 'a.b' })],
    ['a line end in the namespace', objectId({ ...REVIEWS, namespace: 'shop\n' })],
    ['a namespace that is too long', objectId({ ...REVIEWS, namespace: 'a'.repeat(64) })],
    ['a path for a plural', objectId({ ...REVIEWS, plural: 'pods/exec' })],
    ['a group that is none', objectId({ ...REVIEWS, group: '-a' })],
    ['a kind that is none', objectId({ ...REVIEWS, kind: 'virtualService' })],
  ])('is none with %s', (_, id) => {
    expect(parseObjectId(id)).toBeNull();
  });
});

describe('an object in words', () => {
  it('has its namespace where it is in one', () => {
    expect(objectWords(REVIEWS)).toBe('VirtualService shop/reviews.v1');
    expect(objectWords({ ...REVIEWS, namespace: '' })).toBe('VirtualService reviews.v1');
  });
});

describe('a group of custom resources', () => {
  it.each(['networking.istio.io', 'gateway.networking.k8s.io', 'appmesh.k8s.aws'])(
    'is %s',
    (group) => {
      expect(isCustomGroup(group)).toBe(true);
    },
  );

  it.each(['', 'apps', 'networking.k8s.io', 'rbac.authorization.k8s.io'])(
    'is not "%s"',
    (group) => {
      expect(isCustomGroup(group)).toBe(false);
    },
  );
});
