import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { getJson } from '@/lib/client/api';
import { renewSession, sendJson } from '@/lib/client/writes';

const schema = z.object({ rate: z.number() });
const live = () => new AbortController().signal;
const RENEW = '/api/v1/session/renew';

/** A server whose session has to be renewed first, or can not be. */
function serverThat(renews: 'renews' | 'is over' | 'is down') {
  const asked: string[] = [];
  let isFresh = false;
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(`${init.method ?? 'GET'} ${path}`);
    if (path === RENEW) {
      if (renews === 'is over') return Promise.resolve(problem('unauthenticated', 401));
      if (renews === 'is down') return Promise.resolve(problem('upstream-unavailable', 502));
      isFresh = true;
      return Promise.resolve(Response.json({ name: 'ada', expiresAt: 1, renewInMs: 1 }));
    }
    return Promise.resolve(
      isFresh ? Response.json({ rate: 1 }) : problem('unauthenticated', 401, { renewable: true }),
    );
  });
  return asked;
}

function problem(type: string, status: number, more: object = {}) {
  const document = { type: `urn:alidade:problem:${type}`, title: 'Refused', status, ...more };
  return Response.json(document, { status });
}

afterEach(() => vi.unstubAllGlobals());

describe('a call whose session has to be renewed', () => {
  it('is sent again after one renewal for all that wait for it', async () => {
    const asked = serverThat('renews');
    const answers = await Promise.all([
      getJson('/api/v1/a', schema, live()),
      getJson('/api/v1/b', schema, live()),
      sendJson('PATCH', '/api/v1/c', {}, schema),
    ]);
    expect(answers).toEqual([{ rate: 1 }, { rate: 1 }, { rate: 1 }]);
    expect(asked.filter((call) => call === `POST ${RENEW}`)).toHaveLength(1);
    expect(asked.filter((call) => call.endsWith('/c'))).toHaveLength(2);
  });

  it('is refused when the session is over, and not sent again', async () => {
    const asked = serverThat('is over');
    const call = getJson('/api/v1/a', schema, live());
    await expect(call).rejects.toMatchObject({ type: 'unauthenticated' });
    expect(asked).toEqual(['GET /api/v1/a', `POST ${RENEW}`]);
  });

  it('does not take an issuer that is down for the end of the session', async () => {
    serverThat('is down');
    const call = getJson('/api/v1/a', schema, live());
    await expect(call).rejects.toMatchObject({ type: 'upstream-unavailable' });
  });

  it('renews again the next time', async () => {
    const asked = serverThat('renews');
    await renewSession();
    await renewSession();
    expect(asked).toHaveLength(2);
  });

  it('waits for its turn among the tabs, where the browser has locks', async () => {
    const asked = serverThat('renews');
    const turns: string[] = [];
    vi.stubGlobal('navigator', {
      locks: {
        request: (name: string, work: () => Promise<unknown>) => {
          turns.push(name);
          return work();
        },
      },
    });
    await renewSession();
    expect(turns).toEqual(['alidade-session']);
    expect(asked).toEqual([`POST ${RENEW}`]);
  });
});
