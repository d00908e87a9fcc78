import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { startDemo } from '@/demo/main';
import { ROOT } from '@/deploy/prepare.mjs';
import { leaksIn, SECRETS } from '@/lib/server/testing/planted-secrets';
import { figure } from '@/lib/testing/figures';
import { startConsole } from '../../faults/console';

const PAGES = readdirSync(`${ROOT}/app`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('page.tsx'))
  .map((file) => `/${file}`.replace(/\/\([a-z]+\)/g, '').replace(/\[[a-z]+\]/gi, 'shop'))
  .map((path) => path.replace(/\/page\.tsx$/, '') || '/');

/** Ways in which Next gives a page: as a document, and as what the next page needs. */
const WAYS: readonly Readonly<Record<string, string>>[] = [{}, { rsc: '1' }];

test('a secret is seen where there is one', () => {
  const secret = SECRETS['the token for Prometheus'];
  expect(leaksIn(new Map([['a page', `<p>${secret}</p>`]]))).toHaveLength(1);
  const inside = Buffer.from(`x${secret}y`).toString('base64');
  expect(leaksIn(new Map([['a page', inside]]))).toHaveLength(1);
  expect(leaksIn(new Map([['a page', '<p>demo</p>']]))).toEqual([]);
});

test('no page of the built console holds a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-pages-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const demo = await startDemo();
  const console = await startConsole(
    {
      AUTH: 'token',
      KUBECONFIG: demo.kubeconfigs['admin'] ?? '',
      SESSION_KEY_FILE: file('key', SECRETS['a session key']),
      PROMETHEUS_URL: 'http://127.0.0.1:9',
      PROMETHEUS_TOKEN_FILE: file('token', SECRETS['the token for Prometheus']),
      EMBED_NAMESPACES: 'shop',
      EMBED_ANCESTORS: 'https://grafana.example',
    },
    21_400,
  );
  let shown = 0;
  const outputs = new Map<string, string>();
  const ask = async (path: string, headers: Readonly<Record<string, string>>, token?: string) => {
    const body =
      token === undefined ? {} : { method: 'POST' as const, body: JSON.stringify({ token }) };
    const answer = await request(console.url + path, { headers, ...body });
    const name = `${path} ${Object.keys(headers).join()}`;
    outputs.set(`${name}: headers`, JSON.stringify(answer.headers));
    outputs.set(name, await answer.body.text());
    return answer;
  };
  try {
    const ours = { origin: console.url, 'sec-fetch-site': 'same-origin', 'x-alidade': '1' };
    const json = { ...ours, 'content-type': 'application/json' };
    const signedIn = await ask('/api/v1/session', json, SECRETS['the token of a person']);
    expect(signedIn.statusCode).toBe(200);
    const cookie = [signedIn.headers['set-cookie'] ?? []]
      .flat()
      .map((each) => each.split(';')[0])
      .join('; ');
    for (const path of PAGES) {
      for (const way of WAYS) {
        // Next sends who asks for a part on to an address that tells which.
        const { statusCode, headers } = await ask(path, { cookie, ...way });
        expect([200, 307], path).toContain(statusCode);
        if (statusCode === 200) shown += 1;
        else await ask(String(headers['location']), { cookie, ...way });
        await ask(path, way);
      }
    }
    await ask('/metrics', {});
    outputs.set('what it writes', console.log().join('\n'));
  } finally {
    await console.kill('SIGKILL');
    await demo.close();
    rmSync(folder, { recursive: true });
  }
  const leaks = leaksIn(outputs);
  figure('F12', { pages: PAGES.length, shown, outputs: outputs.size, through: leaks.length });
  expect(shown).toBeGreaterThanOrEqual(PAGES.length);
  expect(leaks).toEqual([]);
});
