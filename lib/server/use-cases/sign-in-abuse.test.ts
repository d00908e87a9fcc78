import { afterAll, beforeAll } from 'vitest';
import type * as oidcRuntimeModule from '@/lib/server/testing/oidc-runtime';
import type { OidcRuntime, TestBrowser } from '@/lib/server/testing/oidc-runtime';
import type * as signInModule from '@/lib/server/use-cases/sign-in-at-issuer';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { startFakeIssuer, type FakeIssuer } from '@/lib/testing/fake-issuer';

let issuer: FakeIssuer;
const worlds: OidcRuntime[] = [];

beforeAll(async () => {
  issuer = await startFakeIssuer();
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await issuer.close();
});

interface Product {
  readonly world: OidcRuntime;
  readonly begin: typeof signInModule.beginSignIn;
}

async function product(load: Load): Promise<Product> {
  const { startOidcRuntime } = await load<typeof oidcRuntimeModule>(
    'lib/server/testing/oidc-runtime.ts',
  );
  const { beginSignIn } = await load<typeof signInModule>(
    'lib/server/use-cases/sign-in-at-issuer.ts',
  );
  const world = await startOidcRuntime({ issuer });
  worlds.push(world);
  return { world, begin: beginSignIn };
}

function reset(): void {
  issuer.person = { sub: 'ada', groups: ['shop-team'] };
  issuer.forgery = {};
  issuer.lifetime = 300;
}

async function works({ world }: Product): Promise<void> {
  reset();
  const browser = world.browser();
  await browser.signIn();
  if (!(await isKnown(world, browser))) throw new Error('nobody can sign in');
}

async function isKnown({ runtime }: OidcRuntime, browser: TestBrowser): Promise<boolean> {
  return (await runtime.identify(browser.request())) !== null;
}

const ISSUER_SIGN_IN = 'lib/server/use-cases/sign-in-at-issuer.ts';

describeAbuse('T37: a way back that leads to another site', {
  product,
  works,
  attack: ({ world }) =>
    tryEach(
      ['//evil.example', 'https://evil.example', '/\\evil.example', '/\t/evil.example', 'evil'],
      async (from) => {
        const location = new URL(await world.browser().signIn(from), 'http://localhost');
        const back = location.searchParams.get('from') ?? '/';
        const target = new URL(back, 'http://localhost');
        return target.origin === 'http://localhost' && back === '/' ? null : `leads to ${back}`;
      },
    ),
  atLeast: 5,
  defects: [
    {
      without: 'the check of the way back',
      edits: [
        {
          file: ISSUER_SIGN_IN,
          find: 'from: readReturnPath(from ?? null)',
          replace: "from: from ?? '/'",
        },
        {
          file: ISSUER_SIGN_IN,
          find: 'readReturnPath(attempt?.from ?? null)',
          replace: "(attempt?.from ?? '/')",
        },
      ],
    },
  ],
});

describeAbuse('T6: a sign-in that another site begins or ends in this browser', {
  product,
  works,
  attack: ({ world, begin }) =>
    tryEach(
      [
        'begun by a page of another host',
        'ended in a frame',
        'ended by a script',
        'ended by an image',
      ],
      async (way) => {
        reset();
        const browser = world.browser();
        if (way.startsWith('begun')) {
          const headers = { origin: 'http://evil.example' };
          const begun = await begin(world.runtime, browser.request('/', headers), '/').catch(
            () => null,
          );
          return begun === null ? null : `sent to ${begun.url}`;
        }
        const query = issuer.authorize(await browser.begin());
        const fetched = {
          'sec-fetch-mode': way.includes('frame') ? 'navigate' : 'no-cors',
          'sec-fetch-dest': way.includes('frame')
            ? 'iframe'
            : way.includes('image')
              ? 'image'
              : 'empty',
        };
        await browser.comeBack(query, fetched).catch(() => null);
        return (await isKnown(world, browser)) ? 'signed somebody in' : null;
      },
    ),
  atLeast: 4,
  defects: [
    edit('the check of navigations', ISSUER_SIGN_IN, '  checkNavigation(request);\n', ''),
    edit(
      'the check of the origin',
      'lib/server/access/own-origin.ts',
      'isAllowedHost(host, { allowedHosts, addressesAllowed: false })',
      "(host !== '' || isAllowedHost(host, { allowedHosts, addressesAllowed: false }))",
    ),
  ],
});
