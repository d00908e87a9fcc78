import { describe, expect, it } from 'vitest';
import { personOfClaims } from '@/lib/server/access/claims';

const named = (claims: object, nameClaim: string | null = null) =>
  personOfClaims({ ...claims }, { groupsClaim: 'groups', nameClaim })?.name ?? null;
const groupsOf = (groups: unknown) =>
  personOfClaims({ sub: 'a', groups }, { groupsClaim: 'groups', nameClaim: null })?.groups;

describe('the name in an ID token', () => {
  it('is the first of the usual claims, or the configured one alone', () => {
    const claims = { sub: '1', email: 'ada@example.com', preferred_username: 'ada' };
    expect(named(claims)).toBe('ada');
    expect(named({ ...claims, preferred_username: ' ' })).toBe('ada@example.com');
    expect(named(claims, 'sub')).toBe('1');
    expect(named(claims, 'upn')).toBeNull();
  });

  it('is no address that its owner has not proved', () => {
    const claims = { sub: '1', email: 'boss@example.com', email_verified: false };
    expect(named(claims, 'email')).toBeNull();
    expect(named(claims)).toBe('1');
    expect(named({ ...claims, email_verified: true }, 'email')).toBe('boss@example.com');
  });

  it.each([
    [{ sub: 'x' }, 'constructor'],
    [{ sub: 'x', n: { toString: 'ada' } }, 'n'],
    [{ sub: 'x', n: 7 }, 'n'],
  ])('is not made of %j by %s', (claims, claim) => {
    expect(named(claims, claim)).toBeNull();
  });
});

describe('the groups in an ID token', () => {
  it.each([
    [
      ['a', 'b', 'a'],
      ['a', 'b'],
    ],
    ['a', ['a']],
    [undefined, []],
    ['', []],
    [{ 0: 'a' }, []],
    [['a', 7, null, { a: 1 }], ['a']],
  ])('of %j are %j', (claim, groups) => {
    expect(groupsOf(claim)).toEqual(groups);
  });
});
