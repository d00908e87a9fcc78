import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sealSession } from '@/lib/server/access/session';
import { writeSessionCookie } from '@/lib/server/access/session-cookie';
import { readSessionKeys } from '@/lib/server/config/session-keys';
import { figure } from '@/lib/testing/figures';
import { install, type Installation } from '../pod/installation';
import { panelPaths, tryWrites } from '../pod/panels';
import { compareRights, grantedBy, requestsOf, type RightsUsed } from '../pod/rights';
import { whyNoRoots } from '../pod/root';
import {
  createVisitor,
  moveThereAndBack,
  sameAgain,
  splitsOf,
  visitEverything,
  type Visitor,
} from '../pod/visitor';
import { readAudit } from '../world/audit';
import { readWorld } from '../world/world';

const world = readWorld();
const impossible = whyNoRoots();
if (impossible !== null) console.warn(`no pod of the chart can be started here: ${impossible}`);
const SETTLED = { timeout: 45_000, interval: 500 };

const ISSUER = 'https://issuer.example';
const MAPPED = {
  mode: 'oidc',
  oidc: {
    ...{ issuer: ISSUER, clientId: 'alidade', kubernetes: 'mapped' },
    groups: { 'shop-people': ['shop'], 'stock-people': ['warehouse'] },
  },
};

/** The cookies of somebody whom the issuer has signed in: its own part in that is tested elsewhere. */
async function sessionOf(key: string, groups: readonly string[]): Promise<readonly string[]> {
  const keys = readSessionKeys(Buffer.from(key));
  if (typeof keys === 'string') throw new Error(keys);
  const expiresAt = Date.now() + 600_000;
  const issued = {
    ...{ issuer: ISSUER, subject: 'somebody', refreshToken: null },
    ...{ tokenExpiresAt: expiresAt, renewAt: expiresAt },
  };
  const sealed = await sealSession(
    { token: null, name: 'somebody', groups, issued, expiresAt },
    keys,
  );
  return writeSessionCookie(sealed, 600, false) ?? [];
}

let installed: Installation | null = null;

afterEach(async () => {
  await installed?.close();
  installed = null;
});

async function start(namespace: string, values: Readonly<Record<string, unknown>>) {
  installed = await install(world, namespace, values);
  return { installation: installed, visitor: createVisitor(installed.pod.url) };
}

const requests = ({ namespace }: Installation) => requestsOf(world.auditLog, namespace, 'alidade');

async function rights(installation: Installation): Promise<RightsUsed> {
  const granted = await grantedBy(installation.cluster, installation.objects);
  return compareRights(granted, requests(installation));
}

/** Previews each split as it is: the one thing for which single objects are read. */
async function previewEach(visitor: Visitor): Promise<readonly number[]> {
  const splits = await splitsOf(visitor);
  const answers = await Promise.all(
    splits.map((split) => {
      const path = `/api/v1/splits/${encodeURIComponent(split.id)}/preview`;
      return visitor.send('POST', path, sameAgain(split));
    }),
  );
  return answers.map(({ status }) => status);
}

/** Verbs of the Kubernetes API that change nothing. */
const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** What somebody did in the cluster that may change something; asking about oneself is not. */
function changesOf(users: readonly string[]) {
  return readAudit(world.auditLog).filter(
    ({ user, verb, objectRef }) =>
      users.includes(user.username) &&
      !READING.has(verb) &&
      !/^auth(orization|entication)\.k8s\.io$/.test(objectRef?.apiGroup ?? ''),
  );
}

const failuresOf = (seen: Readonly<Record<string, number>>) =>
  Object.entries(seen).filter(([, status]) => status >= 400);

const statusSchema = z.object({
  identity: z.object({ name: z.string().nullable() }),
  sources: z.array(z.object({ name: z.string(), state: z.string() })),
  warnings: z.array(z.object({ code: z.string() })),
});
const namespacesSchema = z.object({ namespaces: z.array(z.object({ name: z.string() })) });
const statusOf = async (visitor: Visitor) =>
  statusSchema.parse((await visitor.ask('/api/v1/status')).body);
const namesOf = async (visitor: Visitor) =>
  namespacesSchema
    .parse((await visitor.ask('/api/v1/namespaces')).body)
    .namespaces.map(({ name }) => name);

describe.skipIf(impossible !== null)('the rights of the service account', () => {
  it('of a console where nobody signs in are used one and all, and nothing else is asked for', async () => {
    const { installation, visitor } = await start('alidade-open', { auth: { mode: 'anonymous' } });
    expect(failuresOf(await visitEverything(visitor))).toEqual([]);
    expect((await statusOf(visitor)).sources.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    for (const status of await previewEach(visitor)) expect([200, 422]).toContain(status);
    await expect.poll(async () => (await rights(installation)).superfluous, SETTLED).toEqual([]);
    const { forbidden, used } = await rights(installation);
    expect(forbidden).toEqual([]);
    expect(used.every((right) => /^(get|list|watch) /.test(right))).toBe(true);
    figure('F21', {
      verbs: [...new Set(used.map((right) => right.split(' ')[0]))],
      used: used.length,
    });
  });

  it('are seen when one is missing or too much', async () => {
    const { installation, visitor } = await start('alidade-holed', { auth: { mode: 'anonymous' } });
    const role = installation.objects.find(({ kind }) => kind === 'ClusterRole');
    if (role === undefined) throw new Error('no role');
    const rules = z.array(z.looseObject({ resources: z.array(z.string()) })).parse(role['rules']);
    const holed = rules.map((rule) => ({
      ...rule,
      resources: rule.resources.map((each) => (each === 'pods' ? 'secrets' : each)),
    }));
    await installation.cluster.replace({ ...role, rules: holed });
    await installation.pod.program.stop();
    await installation.pod.program.start();
    await visitEverything(visitor);
    await expect
      .poll(async () => (await rights(installation)).forbidden, SETTLED)
      .toEqual(['list pods. ']);
    expect((await rights(installation)).superfluous).toEqual(
      expect.arrayContaining(['list secrets. ', 'watch secrets. ']),
    );
  });

  it('end at the namespaces that are named', async () => {
    const namespaces = ['shop', 'warehouse'];
    const { installation, visitor } = await start('alidade-kept', {
      ...{ auth: { mode: 'anonymous' }, namespaces },
    });
    expect(failuresOf(await visitEverything(visitor))).toEqual([]);
    expect(await namesOf(visitor)).toEqual(namespaces);
    expect((await statusOf(visitor)).warnings).toEqual([]);
    for (const status of await previewEach(visitor)) expect([200, 422]).toContain(status);
    expect(installation.objects.map(({ kind }) => kind)).not.toContain('ClusterRole');
    const carriers = /^get (?!namespaces)/;
    await expect
      .poll(async () => {
        const { superfluous } = await rights(installation);
        return superfluous.filter((right) => !carriers.test(right));
      }, SETTLED)
      .toEqual([]);
    expect((await rights(installation)).forbidden).toEqual([]);
    expect(requests(installation).map(({ objectRef }) => objectRef?.namespace)).not.toContain('');
  });

  it('are, where people sign in, no more than to find the names of namespaces', async () => {
    const { installation, visitor } = await start('alidade-signed', {});
    expect((await visitor.ask('/api/v1/graph')).status).toBe(401);
    await visitor.signIn('demo-shop-viewer');
    expect(failuresOf(await visitEverything(visitor))).toEqual([]);
    expect((await statusOf(visitor)).identity.name).toBe('shop-viewer');
    expect(await namesOf(visitor)).toEqual(['shop']);
    expect(await rights(installation)).toEqual({
      ...{ forbidden: [], superfluous: [], used: ['list namespaces. '] },
    });
  });

  it('are none where people sign in and the namespaces are named: there is not even a token', async () => {
    const { installation, visitor } = await start('alidade-bare', { namespaces: ['shop'] });
    await visitor.signIn('demo-shop-viewer');
    expect(failuresOf(await visitEverything(visitor))).toEqual([]);
    expect(await namesOf(visitor)).toEqual(['shop']);
    expect(requests(installation)).toEqual([]);
    expect(await grantedBy(installation.cluster, installation.objects)).toEqual([]);
    const mounted = join(installation.pod.root, 'var/run/secrets/kubernetes.io/serviceaccount');
    expect(existsSync(join(mounted, 'ca.crt'))).toBe(true);
    expect(existsSync(join(mounted, 'token'))).toBe(false);
  });

  it('reach, where groups are mapped to namespaces, as far as the groups and no further', async () => {
    const { installation, visitor } = await start('alidade-mapped', { auth: MAPPED });
    visitor.keep(await sessionOf(installation.sessionKey, ['shop-people']));
    expect(failuresOf(await visitEverything(visitor))).toEqual([]);
    expect(await namesOf(visitor)).toEqual(['shop']);
    visitor.keep(await sessionOf(installation.sessionKey, ['shop-people', 'stock-people']));
    expect(await namesOf(visitor)).toEqual(['shop', 'warehouse']);
    for (const status of await previewEach(visitor)) expect([200, 422]).toContain(status);
    const { forbidden, superfluous } = await rights(installation);
    expect(forbidden).toEqual([]);
    expect(superfluous.filter((right) => !right.startsWith('get '))).toEqual([]);
    expect(requests(installation).map(({ verb }) => verb)).not.toContain('watch');
    visitor.keep(await sessionOf(installation.sessionKey, ['strangers']));
    expect(await namesOf(visitor)).toEqual([]);
  });

  it('of panels are used one and all in the namespaces that they show, and no panel writes', async () => {
    const embed = {
      ...{ enabled: true, ancestors: ['https://grafana.example'], namespaces: ['shop'] },
    };
    const { installation, visitor } = await start('alidade-panels', {
      ...{ embed, networkPolicy: { enabled: false }, writes: true },
    });
    const paths = await panelPaths(visitor, 'shop');
    expect(paths.length).toBeGreaterThanOrEqual(10);
    for (const path of paths) expect((await visitor.ask(path)).status, path).toBe(200);
    const hidden = await visitor.ask('/embed/api/v1/splits?namespaces=warehouse');
    expect(hidden.body).toMatchObject({ splits: [] });

    await visitor.signIn('demo-editor');
    const own = `system:serviceaccount:${installation.namespace}:alidade`;
    const changes = () => changesOf(['editor', own]).length;
    const before = changes();
    const tried = await tryWrites(installation.pod.url, paths, visitor.cookie());
    expect(tried.length).toBeGreaterThan(190);
    expect(tried.filter(({ status }) => status < 400)).toEqual([]);
    expect(changes()).toBe(before);
    figure('F10', { attack: 'panels', paths: paths.length, tried: tried.length, through: 0 });

    // By the console, which may write, the same editor changes something, and the log shows it.
    await moveThereAndBack(visitor);
    await expect.poll(changes, SETTLED).toBeGreaterThan(before);
    expect((await namesOf(visitor)).length).toBeGreaterThan(1);
    // For who may not list the namespaces, the console does.
    await visitor.signIn('demo-shop-viewer');
    expect(await namesOf(visitor)).toEqual(['shop']);
    await expect.poll(async () => (await rights(installation)).superfluous, SETTLED).toEqual([]);
    const { forbidden, used } = await rights(installation);
    expect(forbidden).toEqual([]);
    expect(used.every((right) => /^(get|list) /.test(right))).toBe(true);
    expect(changesOf([own])).toEqual([]);
  });

  it('change nothing: a change is made by the person, with their own token', async () => {
    const { installation, visitor } = await start('alidade-writing', { writes: true });
    await visitor.signIn('demo-editor');
    expect(await moveThereAndBack(visitor)).toMatchObject([{ status: 200 }, { status: 200 }]);
    const own = requests(installation).map(({ verb }) => verb);
    expect(own.filter((verb) => !['get', 'list', 'watch'].includes(verb))).toEqual([]);
  });
});
