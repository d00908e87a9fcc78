import { decodeJwt, decodeProtectedHeader, jwtDecrypt } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import type { EmbedLinkAsked } from '@/lib/contract/embed-link';
import type { PanelQuestion } from '@/lib/server/access/panel-identity';
import { kindMark } from '@/lib/server/access/kind-marks';
import type * as sealedModule from '@/lib/server/access/sealed';
import { keyOf, linkWorld, START, type LinkWorld } from '@/lib/server/testing/link-world';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';

vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const GRAPH: EmbedLinkAsked = { panel: 'graph', namespaces: ['bank'], hours: 8 };
const OF_GRAPH: PanelQuestion = { panel: 'graph', namespaces: ['bank'], subject: {} };
const NODE = 'Kubernetes/bank/service/ledger';
const SIGNALS: EmbedLinkAsked = { panel: 'signals', node: NODE, namespaces: [], hours: 8 };
const OF_SIGNALS: PanelQuestion = { panel: 'signals', namespaces: [], subject: { node: NODE } };
const DEPLOYMENTS = { group: 'apps', plural: 'deployments', kind: 'Deployment', versions: ['v1'] };
const PODS = { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] };

interface Product extends LinkWorld {
  readonly seal: typeof sealedModule.seal;
}

async function product(load: Load): Promise<Product> {
  const { seal } = await load<typeof sealedModule>('lib/server/access/sealed.ts');
  return { ...(await linkWorld(load)), seal };
}

async function works({ make, look }: Product): Promise<void> {
  const links = [
    { link: await make(GRAPH), question: OF_GRAPH },
    { link: await make(SIGNALS), question: OF_SIGNALS },
  ];
  for (const { link, question } of links) {
    const response = await look(link, question);
    const text = await response.text();
    if (text !== '{"namespaces":["bank"],"writes":false}') throw new Error(`a panel got ${text}`);
  }
  const listed = await look(await make(GRAPH), OF_GRAPH, undefined, () => PODS);
  if (listed.status !== 200) throw new Error('a panel cannot list what its maker can');
}

/** Null for the typed refusal; what else came, otherwise. */
async function verdict(response: Response): Promise<string | null> {
  const text = await response.text();
  return response.status === 403 && text.includes('urn:alidade:problem:embed-link-refused')
    ? null
    : `answered ${response.status} ${text.slice(0, 120)}`;
}

/** A link with one letter changed, at so much of its length. */
function tampered(link: string, at: number): string {
  const index = Math.floor(link.length * at);
  const letter = link[index] === 'A' ? 'B' : 'A';
  return link.slice(0, index) + letter + link.slice(index + 1);
}

const MISUSES: Readonly<Record<string, (made: Product) => Promise<Response>>> = {
  async 'whose time has passed'({ make, look, runtime }) {
    return look(await make(GRAPH), OF_GRAPH, runtime({}, 8 * HOUR_MS + 1000));
  },
  async 'whose key was taken away'({ make, look, runtime }) {
    const sessionKeys = () => [keyOf(2)];
    return look(await make(GRAPH), OF_GRAPH, runtime({ sessionKeys }));
  },
  async 'for another view'({ make, look }) {
    return look(await make(GRAPH), { ...OF_GRAPH, panel: 'splits' });
  },
  async 'for another service'({ make, look }) {
    const other = { node: NODE.replace('ledger', 'cards') };
    return look(await make(SIGNALS), { ...OF_SIGNALS, subject: other });
  },
  async 'for a call'({ make, look }) {
    return look(await make(SIGNALS), { ...OF_SIGNALS, subject: { edge: `${NODE}>x` } });
  },
  async 'for a namespace more'({ make, look }) {
    return look(await make(GRAPH), { ...OF_GRAPH, namespaces: ['bank', 'shop'] });
  },
  async 'made when links might last longer'({ make, look, runtime }) {
    return look(await make(GRAPH), OF_GRAPH, runtime({ embedLinkHours: 2 }));
  },
  async 'made before links were switched off'({ make, look, runtime }) {
    return look(await make(GRAPH), OF_GRAPH, runtime({ embedLinkHours: null }));
  },
  async 'that is a sealed session'({ seal, look }) {
    const content = { panel: 'graph', subject: '', namespaces: ['bank'], kinds: [], id: 'x' };
    return look(await seal('session', content, START + HOUR_MS, [keyOf(1)]), OF_GRAPH);
  },
  'that is empty': ({ look }) => look('', OF_GRAPH),
};

const LINK = 'lib/server/access/embed-link.ts';
const PANEL = 'lib/server/access/panel-identity.ts';
const SEALED = 'lib/server/access/sealed.ts';

describeAbuse('T7, T9: a signed link that does not hold', {
  product,
  works,
  attack: async (made) => {
    const whole = await made.make(GRAPH);
    const changed = Array.from({ length: 40 }, (_, index) => tampered(whole, index / 40));
    return tryEach([...Object.keys(MISUSES), ...changed], async (way) =>
      verdict(await (MISUSES[way]?.(made) ?? made.look(way, OF_GRAPH))),
    );
  },
  atLeast: 50,
  defects: [
    edit(
      'looking at its end',
      SEALED,
      'currentDate: new Date(nowMs)',
      `currentDate: new Date(${START})`,
    ),
    edit(
      'finding keys by their name',
      SEALED,
      'const key = keys.find(({ id }) => id === kid);',
      "const key = kid === 'key-1' ? { bytes: new Uint8Array(32).fill(1) } : keys[0];",
    ),
    edit('the purpose', SEALED, '        typ: typeOf(purpose),\n', ''),
    edit('comparing the view', PANEL, 'content.panel !== panel', "panel === 'trace'"),
    edit(
      'comparing the subject',
      PANEL,
      'content.subject !== subjectText(subject)',
      "subjectText(subject) === 'x'",
    ),
    edit(
      'comparing the namespaces',
      PANEL,
      '!content.namespaces.includes(name)',
      "!content.namespaces.includes(name) && name === ''",
    ),
    edit(
      'the bound on its length, when it is opened',
      LINK,
      'opened.exp * 1000 - nowMs > embedLinkHours * HOUR_MS',
      'opened.exp === nowMs',
    ),
    {
      without: 'heeding that links are off',
      edits: [
        {
          file: PANEL,
          find: "if (config.embedLinkHours === null) throw refused('Signed links are switched off here.');",
          replace: '',
        },
        { file: LINK, find: "if (embedLinkHours === null) return 'unknown';", replace: '' },
        {
          file: LINK,
          find: 'opened.exp * 1000 - nowMs > embedLinkHours * HOUR_MS',
          replace:
            'embedLinkHours !== null && opened.exp * 1000 - nowMs > embedLinkHours * HOUR_MS',
        },
      ],
    },
    edit(
      'refusing what does not open, where everybody may see something',
      PANEL,
      "if (typeof content === 'string') throw refused(UNOPENED[content]);",
      "if (typeof content === 'string') return readerOf(config.embedNamespaces ?? [], { config, kubernetes });",
    ),
  ],
});

const MAKE = 'lib/server/use-cases/make-embed-link.ts';

const FROM_HERE = {
  host: 'localhost',
  origin: 'http://localhost',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-alidade': '1',
  authorization: 'Bearer canary-ada',
};

/** Each gives what was made though it must not be; null when it was refused. */
const OVERREACHES: Readonly<Record<string, (made: Product) => Promise<string | null>>> = {
  'a namespace that its maker may not read': ({ make }) =>
    make({ ...GRAPH, namespaces: ['bank', 'vault'] }).catch(() => null),
  'a service there': ({ make }) =>
    make({ ...SIGNALS, node: 'Kubernetes/vault/service/keys' }).catch(() => null),
  'longer than a link may last': ({ make }) => make({ ...GRAPH, hours: 25 }).catch(() => null),
  'by a token that the cluster does not know': ({ make }) =>
    make(GRAPH, 'forged').catch(() => null),
  async 'by nobody'({ post }) {
    const headers = Object.entries(FROM_HERE).filter(([name]) => name !== 'authorization');
    const { status } = await post(Object.fromEntries(headers));
    return status === 401 ? null : `answered ${status}`;
  },
  async 'by a page of another origin'({ post }) {
    const { status } = await post({ ...FROM_HERE, 'sec-fetch-site': 'cross-site' });
    return status === 403 ? null : `answered ${status}`;
  },
  async 'objects of a kind that its maker may not read'({ make, look }) {
    const { status } = await look(await make(GRAPH), OF_GRAPH, undefined, () => DEPLOYMENTS);
    return status === 200 ? 'were listed' : null;
  },
  async 'objects of a namespace that it is not for'({ make, look, asked }) {
    const link = await make(GRAPH);
    asked.length = 0;
    const question = { ...OF_GRAPH, namespaces: ['vault'] };
    await look(link, question, undefined, () => PODS);
    return asked.length === 0 ? null : 'were asked for';
  },
};

describeAbuse('T3, T8: a signed link to more than its maker may read', {
  product,
  async works(made) {
    await works(made);
    const { status } = await made.post(FROM_HERE);
    if (status !== 200) throw new Error(`the route answers ${status}`);
  },
  attack: (made) =>
    tryEach(Object.keys(OVERREACHES), (way) => OVERREACHES[way]?.(made) ?? 'unknown'),
  atLeast: 8,
  defects: [
    edit('holding namespaces against rights', MAKE, '!mayRead(scope, name)', "name === ''"),
    edit('the bound on its length', MAKE, 'if (hours <= embedLinkHours) return;', 'return;'),
    edit(
      'the kinds that its maker may read',
      PANEL,
      '{ config, kubernetes }, content.kinds)',
      '{ config, kubernetes })',
    ),
    {
      without: 'both walls around its namespaces',
      edits: [
        { file: PANEL, find: 'if (misuse !== null) throw refused(misuse);', replace: '' },
        {
          file: 'lib/server/access/bounded-reader.ts',
          find: 'if (mayRead(namespace)) return;',
          replace: 'if (mayRead(namespace) || allowed.size > 0) return;',
        },
      ],
    },
    edit(
      'somebody who is signed in',
      'lib/server/guard/guard.ts',
      "if (identity === null) throw new ProblemError('unauthenticated');\n        return work({ ...call, identity });",
      "return work({ ...call, identity: identity ?? (await call.runtime.identify(new Request(call.request.url, { headers: { authorization: 'Bearer canary-ada' } })))! });",
    ),
    edit(
      'the check of the origin',
      'lib/server/guard/checks.ts',
      "if (isOurs && origin !== 'null') return;",
      "if (isOurs || origin !== 'null') return;",
    ),
  ],
});

describe('a signed link', () => {
  it('holds nothing of its maker, and what it holds cannot be read without the key', async () => {
    const { make } = await linkWorld((path) => import(/* @vite-ignore */ `@/${path}`));
    const link = await make(GRAPH);
    expect(() => decodeJwt(link)).toThrow();
    expect(decodeProtectedHeader(link)).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: 'key-1',
      typ: 'alidade-embed-link',
    });
    const options = { currentDate: new Date(START) };
    const { payload } = await jwtDecrypt(link, keyOf(1).bytes, options);
    expect(JSON.stringify(payload)).not.toMatch(/canary|ada/);
    expect(payload).toMatchObject({
      panel: 'graph',
      subject: '',
      namespaces: ['bank'],
      kinds: ['namespaces.', 'pods.', 'services.'].map(kindMark).toSorted(),
      exp: (START + 8 * HOUR_MS) / 1000,
    });
    expect(Object.keys(payload).toSorted()).toEqual(
      ['exp', 'id', 'kinds', 'namespaces', 'panel', 'subject'].toSorted(),
    );
  });

  it('reads with the identity of the console alone', async () => {
    const { make, look, asked } = await linkWorld((path) => import(/* @vite-ignore */ `@/${path}`));
    const link = await make(GRAPH);
    expect(new Set(asked.map(({ token }) => token))).toEqual(new Set([null, 'canary-ada']));
    asked.length = 0;
    await look(link, OF_GRAPH, undefined, () => PODS);
    expect(asked).toEqual([{ token: null, list: 'pods in bank' }]);
  });

  it('opens with an older key that is still kept below the new one', async () => {
    const { make, look, runtime } = await linkWorld(
      (path) => import(/* @vite-ignore */ `@/${path}`),
    );
    const rotated = runtime({ sessionKeys: () => [keyOf(2), keyOf(1)] });
    expect((await look(await make(GRAPH), OF_GRAPH, rotated)).status).toBe(200);
  });

  it('is for all that its maker may read where no namespace is named', async () => {
    const { make, look } = await linkWorld((path) => import(/* @vite-ignore */ `@/${path}`));
    const link = await make({ ...GRAPH, namespaces: [] });
    const response = await look(link, { ...OF_GRAPH, namespaces: [] });
    expect(await response.json()).toEqual({ namespaces: ['bank', 'shop'], writes: false });
  });

  it('is needed where nothing is shown to everybody', async () => {
    const { make, look, runtime } = await linkWorld(
      (path) => import(/* @vite-ignore */ `@/${path}`),
    );
    const closed = runtime({ embedNamespaces: null });
    expect(await verdict(await look(null, OF_GRAPH, closed))).toBeNull();
    expect((await look(await make(GRAPH), OF_GRAPH, closed)).status).toBe(200);
  });
});
