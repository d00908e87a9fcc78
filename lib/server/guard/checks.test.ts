import { describe, expect, it } from 'vitest';
import {
  checkHost,
  checkMarker,
  checkMediaType,
  checkOrigin,
  isAllowedHost,
  type Check,
} from '@/lib/server/guard/checks';
import { ProblemError } from '@/lib/server/problem';

const RULES = { allowedHosts: ['localhost', '127.0.0.1', '[::1]'], addressesAllowed: false };

function refusalOf(check: Check, method: string, headers: Record<string, string>): string | null {
  const request = new Request('http://localhost/', { method, headers: new Headers(headers) });
  try {
    check(request, RULES);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error.type;
    throw error;
  }
}

describe('isAllowedHost', () => {
  it.each(['localhost', 'localhost:20002', 'LOCALHOST:1', '127.0.0.1:65535', '[::1]', '[::1]:80'])(
    'takes %s',
    (host) => expect(isAllowedHost(host, RULES)).toBe(true),
  );

  it.each([
    null,
    '',
    'evil.com',
    'evil.com:20002',
    'localhost.evil.com',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    'localhost.',
    'localhost:',
    'localhost:port',
    'localhost:20002@evil.com',
    'evil.com/localhost',
    'localhost, evil.com',
    'localhost evil.com',
    '::1',
    '[::1',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:0:0:1]',
    '0x7f000001',
    '2130706433',
    'localhost\u0000.evil.com',
  ])('refuses %j', (host) => expect(isAllowedHost(host, RULES)).toBe(false));

  it('takes addresses, which a rebound name never is, only where probes come', () => {
    const probes = { ...RULES, addressesAllowed: true };
    expect(isAllowedHost('10.1.2.3:20002', probes)).toBe(true);
    expect(isAllowedHost('[fd00::7]:20002', probes)).toBe(true);
    expect(isAllowedHost('10.1.2.3:20002', RULES)).toBe(false);
    expect(isAllowedHost('10.1.2.3.evil.com', probes)).toBe(false);
    expect(isAllowedHost('evil.com', probes)).toBe(false);
  });
});

describe('checkHost', () => {
  it('does not look at what a forwarded header says', () => {
    const headers = {
      host: 'evil.com',
      'x-forwarded-host': 'localhost',
      forwarded: 'host=localhost',
    };
    expect(refusalOf(checkHost, 'GET', headers)).toBe('unknown-host');
  });
});

describe('checkOrigin', () => {
  it.each([
    ['the page itself', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:20002' }],
    [
      'the page itself behind TLS',
      { 'sec-fetch-site': 'same-origin', origin: 'https://mesh.example' },
    ],
    ['an old browser', { origin: 'http://localhost:20002' }],
  ])('takes a write of %s', (_, headers) => {
    expect(refusalOf(checkOrigin, 'PATCH', { host: 'localhost:20002', ...headers })).toBeNull();
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.com' }],
    [
      'another port of localhost',
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
    ],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a sandboxed frame that claims more', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['nobody', {}],
    ['another port, old browser', { origin: 'http://localhost:3000' }],
    ['another scheme, old browser', { origin: 'https://localhost:20002' }],
    ['a host that begins like ours', { origin: 'http://localhost:20002.evil.com' }],
    ['two origins', { origin: 'http://localhost:20002 http://evil.com' }],
  ])('refuses a write of %s', (_, headers) => {
    const given = { host: 'localhost:20002', ...headers };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(refusalOf(checkOrigin, method, given)).toBe('forbidden-origin');
    }
  });

  it('is not turned by a header that names another method', () => {
    const headers = { host: 'localhost', 'x-http-method-override': 'GET' };
    expect(refusalOf(checkOrigin, 'PATCH', headers)).toBe('forbidden-origin');
  });

  it('leaves reading alone, which other sites cannot see the answer of', () => {
    expect(refusalOf(checkOrigin, 'GET', { host: 'localhost' })).toBeNull();
  });
});

describe('checkMarker', () => {
  it('wants our header on writes only', () => {
    expect(refusalOf(checkMarker, 'PATCH', {})).toBe('forbidden-origin');
    expect(refusalOf(checkMarker, 'PATCH', { 'x-alidade': '1' })).toBeNull();
    expect(refusalOf(checkMarker, 'GET', {})).toBeNull();
  });
});

describe('checkMediaType', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/plain;application/json',
  ])('refuses %s, which a form can send', (type) =>
    expect(refusalOf(checkMediaType, 'POST', { 'content-type': type })).toBe(
      'unsupported-media-type',
    ),
  );

  it('refuses a write without a type, and takes JSON in any spelling', () => {
    expect(refusalOf(checkMediaType, 'DELETE', {})).toBe('unsupported-media-type');
    const spelled = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect(refusalOf(checkMediaType, 'POST', spelled)).toBeNull();
  });
});
