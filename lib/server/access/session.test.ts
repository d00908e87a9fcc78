import { describe, expect, it } from 'vitest';
import { openSession, sealSession } from '@/lib/server/access/session';
import {
  clearSessionCookie,
  readSessionCookie,
  writeSessionCookie,
} from '@/lib/server/access/session-cookie';

const key = (fill: number) => ({ id: `key-${fill}`, bytes: new Uint8Array(32).fill(fill) });
const NOW = Date.UTC(2026, 10, 23, 12);
const SESSION = {
  token: 'canary-token',
  name: 'ada',
  groups: ['admins'],
  issued: null,
  expiresAt: NOW + 3_600_000,
};

/** The `Cookie` header that a browser makes of `Set-Cookie` headers. */
function cookieHeader(setCookies: readonly string[]): string {
  return setCookies
    .filter((cookie) => !cookie.includes('Max-Age=0'))
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

describe('a sealed session', () => {
  it('opens to what was sealed, and shows nothing of it from outside', async () => {
    const sealed = await sealSession(SESSION, [key(1)]);
    expect(await openSession(sealed, [key(1)], NOW)).toEqual(SESSION);
    const parts = sealed
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(parts.join('')).not.toMatch(/canary|ada|admins/);
  });

  it('is over at its end', async () => {
    const sealed = await sealSession(SESSION, [key(1)]);
    expect(await openSession(sealed, [key(1)], SESSION.expiresAt - 1000)).not.toBeNull();
    expect(await openSession(sealed, [key(1)], SESSION.expiresAt + 1000)).toBeNull();
  });

  it('stays open while its key is still below a new one, and not after', async () => {
    const sealed = await sealSession(SESSION, [key(1)]);
    expect(await openSession(sealed, [key(2), key(1)], NOW)).toEqual(SESSION);
    expect(await openSession(sealed, [key(2)], NOW)).toBeNull();
  });

  it('does not open when any part was changed', async () => {
    const sealed = await sealSession(SESSION, [key(1)]);
    const parts = sealed.split('.');
    for (const [index, part] of parts.entries()) {
      if (part === '') continue;
      const flipped = (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
      const changed = parts.with(index, flipped).join('.');
      expect(await openSession(changed, [key(1)], NOW)).toBeNull();
    }
  });

  it.each([
    '',
    'nonsense',
    'a.b.c.d.e',
    // {"alg":"none"}: an unsecured token in the place of a sealed one.
    'eyJhbGciOiJub25lIn0.eyJ0b2tlbiI6IngiLCJuYW1lIjoieCJ9.',
  ])('is not forged by %j', async (forged) => {
    expect(await openSession(forged, [key(1)], NOW)).toBeNull();
  });

  it('cannot be sealed without a key', async () => {
    await expect(sealSession(SESSION, [])).rejects.toThrow(RangeError);
  });
});

describe('the session cookie', () => {
  it.each([1, 3800, 3801, 11_400])('brings back %i characters', (length) => {
    const sealed = 'x'.repeat(length);
    const cookies = writeSessionCookie(sealed, 60, false) ?? [];
    expect(readSessionCookie(`theme=dark; ${cookieHeader(cookies)}`)).toBe(sealed);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
      expect(cookie.length).toBeLessThan(4096);
    }
  });

  it('refuses what no browser would keep', () => {
    expect(writeSessionCookie('x'.repeat(11_401), 60, false)).toBeNull();
  });

  it('leaves nothing of a longer session behind', () => {
    const cookies = writeSessionCookie('short', 60, true) ?? [];
    expect(cookies.filter((cookie) => cookie.includes('Max-Age=0'))).toHaveLength(2);
    expect(cookies.every((cookie) => cookie.endsWith('; Secure'))).toBe(true);
    expect(cookieHeader(clearSessionCookie(false))).toBe('');
  });

  it.each([null, '', 'other=1', 'alidade-session.1=x'])('finds none in %j', (header) => {
    expect(readSessionCookie(header)).toBeNull();
  });
});
