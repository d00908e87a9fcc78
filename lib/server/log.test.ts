import { describe, expect, it } from 'vitest';
import { createLog } from '@/lib/server/log';

const CANARY = 'canary-7f3a9b';
const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.${CANARY}`;

function lineOf(members: object, text = 'event'): string {
  let line = '';
  createLog('info', { write: (written) => (line += written) }).info(members, text);
  return line;
}

describe('the log', () => {
  it.each([
    ['a member', { token: CANARY }],
    ['a header', { headers: { authorization: CANARY } }],
    ['a cookie, deeper', { request: { headers: { cookie: `session=${CANARY}` } } }],
    ['the text of an error', { err: new Error(`refused Bearer ${CANARY}`) }],
    ['the cause of an error', { err: new Error('no', { cause: new Error(`Basic ${CANARY}=`) }) }],
    ['a JWT in a text', { reason: `bad token ${JWT}` }],
    ['a URL', { url: `https://issuer/callback?code=${CANARY}&access_token=${CANARY}` }],
    ['the userinfo of a URL', { url: `https://me:${CANARY}@prometheus/` }],
  ])('leaves out a secret in %s', (_, members) => {
    const line = lineOf(members);
    expect(line).not.toContain(CANARY);
    expect(line).toContain('[secret]');
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('leaves out a secret in its message', () => {
    expect(lineOf({}, `sent Bearer ${CANARY}`)).not.toContain(CANARY);
  });

  it('leaves everything else as it is', () => {
    const members = {
      audit: 'split-change',
      who: 'jo@shop',
      before: [{ weight: 1 }],
      split: 'a/b',
    };
    expect(JSON.parse(lineOf(members))).toMatchObject({ ...members, msg: 'event' });
  });
});
