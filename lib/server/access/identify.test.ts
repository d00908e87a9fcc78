import { describe, expect, it } from 'vitest';
import { identify, isSignedIn } from '@/lib/server/access/identify';
import { BARE_CONFIG } from '@/lib/server/testing/test-runtime';

const now = () => Date.UTC(2026, 10, 23);

function from(authorization: string | null) {
  const headers = new Headers();
  if (authorization !== null) headers.set('authorization', authorization);
  const request = new Request('http://localhost/', { headers });
  const config = { ...BARE_CONFIG, auth: 'header' as const, writes: true };
  return { identity: identify(request, { config, kubernetes: null, now }), request, config };
}

describe('identify with AUTH=header', () => {
  it.each(['Bearer abc.def-ghi_~+/=', 'bearer abc'])('knows %s', async (authorization) => {
    const { identity, request, config } = from(authorization);
    expect(await identity).toMatchObject({ mode: 'header', shared: false });
    expect((await identity)?.key).not.toContain('abc');
    expect(await isSignedIn(request, { config, now })).toBe(true);
  });

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a b',
    'Bearer a, Bearer b',
    `Bearer ${'a'.repeat(16_385)}`,
  ])('knows nobody by %j', async (authorization) => {
    const { identity, request, config } = from(authorization);
    expect(await identity).toBeNull();
    expect(await isSignedIn(request, { config, now })).toBe(false);
  });

  it('tells two tokens apart, and one from itself never', async () => {
    const keys = await Promise.all(
      ['Bearer a', 'Bearer b', 'Bearer a'].map(async (each) => (await from(each).identity)?.key),
    );
    expect(keys[0]).toBe(keys[2]);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('identify without a person', () => {
  it('ignores a bearer token where the operator is the only one', async () => {
    const headers = { authorization: 'Bearer somebody-else' };
    const request = new Request('http://localhost/', { headers });
    const identity = await identify(request, { config: BARE_CONFIG, kubernetes: null, now });
    expect(identity).toMatchObject({ mode: 'kubeconfig', key: 'kubeconfig', shared: true });
  });
});
