import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { objectsSchema } from '@/lib/contract/objects';
import { problemSchema } from '@/lib/contract/problem';
import { splitsSchema, type SplitDto } from '@/lib/contract/splits';
import { objectsFrom } from '@/lib/testing/check-cases';
import { createSignInConsole, type SignInConsole } from '../../sign-in/consoles';
import { CLIENT_ID, CLIENT_SECRET, startIssuer, type Issuer } from '../../sign-in/issuer';
import { readAudit } from '../world/audit';
import { startOwnCluster, type OwnCluster } from '../world/own-cluster';
import { grant } from '../world/people';
import { freePorts } from '../world/processes';
import { readWorld } from '../world/world';
import { launchBrowser } from './browser';
import { moveFirstSlider, preview, SLOW, trafficUrl } from './slider';
import { shownObjects } from './shown-objects';

/**
 * People whom a real OpenID provider knows, at a real API server that trusts it: the console passes their ID tokens on,
 * and RBAC decides by their groups. A second console maps groups to namespaces by itself.
 */
const world = readWorld();

/** The API server puts this before what it takes from the issuer. */
const PREFIX = 'oidc:';

/** As whom the console that passes tokens on asks for itself. */
const OWN = 'viewer';

const shop = (namespace: string) => `
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: ${namespace}}, spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart-v1, namespace: ${namespace}}, spec: {template: {metadata: {labels: {app: cart, version: v1}}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart-v2, namespace: ${namespace}}, spec: {template: {metadata: {labels: {app: cart, version: v2}}}}}
---
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: cart, namespace: ${namespace}}, spec: {host: cart, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: cart, namespace: ${namespace}}, spec: {hosts: [cart], http: [{route: [{destination: {host: cart, subset: v1}, weight: 80}, {destination: {host: cart, subset: v2}, weight: 20}]}]}}
`;
const OBJECTS = objectsFrom(`${shop('shop')}---${shop('warehouse')}`);

let folder: string;
let issuer: Issuer;
let cluster: OwnCluster;
/** Passes ID tokens on; its own identity may learn the names of namespaces and nothing else. */
let passing: SignInConsole;
/** Maps groups to namespaces; reads with an identity of its own. */
let mapping: SignInConsole;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-oidc-'));
  const [issuerPort = 0, passingPort = 0, mappingPort = 0] = await freePorts(3);
  const consoles = [passingPort, mappingPort].map((port) => `http://localhost:${port}`);
  issuer = await startIssuer({ folder, port: issuerPort, consoles });
  cluster = await startOwnCluster([
    ...[`--oidc-issuer-url=${issuer.url}`, `--oidc-ca-file=${issuer.caFile}`],
    ...[`--oidc-client-id=${CLIENT_ID}`, '--oidc-username-claim=preferred_username'],
    ...[`--oidc-username-prefix=${PREFIX}`, '--oidc-groups-claim=groups'],
    `--oidc-groups-prefix=${PREFIX}`,
  ]);
  const { api } = cluster;
  const refused = await shownObjects(api).show(OBJECTS);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  await grant(api, [
    { group: `${PREFIX}platform`, role: 'editor' },
    { group: `${PREFIX}shop-team`, role: 'reader', namespace: 'shop' },
    { group: `${OWN}s`, role: 'finder' },
  ]);
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const env = {
    ...{ PROMETHEUS_URL: world.prometheusUrl, TRACING_URL: world.jaegerUrl, AUTH: 'oidc' },
    ...{ OIDC_ISSUER: issuer.url, OIDC_CA_FILE: issuer.caFile, OIDC_CLIENT_ID: CLIENT_ID },
    OIDC_CLIENT_SECRET_FILE: put('secret', CLIENT_SECRET),
  };
  passing = createSignInConsole({
    ...{ folder, port: passingPort, server: world.server, env: { ...env, WRITES: 'on' } },
    kubeconfig: api.kubeconfigs[OWN] ?? '',
  });
  const map = put('groups.yaml', 'platform: all\nshop-team: [shop]\n');
  mapping = createSignInConsole({
    ...{ folder, port: mappingPort, server: world.server },
    env: { ...env, OIDC_KUBERNETES: 'mapped', OIDC_NAMESPACES_FILE: map },
    kubeconfig: api.kubeconfigs['admin'] ?? '',
  });
  for (const { program } of [passing, mapping]) await program.start();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  for (const { program } of [passing, mapping]) await program.stop();
  await cluster.stop();
  await issuer.close();
  rmSync(folder, { recursive: true, force: true });
});

interface SignedIn {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Goes to a page and begins, and fills the form of the issuer. */
async function signIn(console: SignInConsole, name: string): Promise<SignedIn> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(console.url);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click(SLOW);
  await page.getByPlaceholder('Enter any login').fill(name, SLOW);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  return { context, page };
}

const isKnownAs = (page: Page, name: string) =>
  page.getByRole('button', { name: `Account: ${name}` }).waitFor(SLOW);

async function get<Schema extends z.ZodType>(
  { context }: SignedIn,
  url: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(await (await context.request.get(url)).json());
}

async function namespacesSeen(who: SignedIn, { url }: SignInConsole): Promise<readonly string[]> {
  const { objects } = await get(who, `${url}/api/v1/objects`, objectsSchema);
  return [...new Set(objects.map(({ namespace }) => namespace))].toSorted();
}

async function splitOf(who: SignedIn, { url }: SignInConsole, namespace: string) {
  const { splits } = await get(who, `${url}/api/v1/splits`, splitsSchema);
  const found = splits.find(({ carrier }) => carrier.namespace === namespace);
  if (found === undefined) throw new Error(`no split in ${namespace}`);
  return found;
}

async function move({ context }: SignedIn, { url }: SignInConsole, split: SplitDto) {
  const answer = await context.request.patch(`${url}/api/v1/splits/${split.id}`, {
    headers: { origin: url, 'x-alidade': '1', 'content-type': 'application/json' },
    data: {
      resourceVersion: split.carrier.resourceVersion,
      targets: split.targets.map(({ host, subset }, i) => ({ host, subset, weight: [50, 50][i] })),
    },
  });
  return { status: answer.status(), body: problemSchema.parse(await answer.json()) };
}

/** Who changed objects of Istio, by the API server's own account. */
const writers = () =>
  readAudit(cluster.api.auditLog)
    .filter(({ verb, objectRef }) => verb === 'patch' && objectRef?.resource === 'virtualservices')
    .map(({ user, responseStatus }) => [user.username, responseStatus?.code]);

const weights = async (namespace: string) => {
  const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/virtualservices/cart`;
  return JSON.stringify((await cluster.api.call('admin', 'GET', path)).body).match(
    /"weight":\d+/gu,
  );
};

describe('ID tokens passed on to a real API server', () => {
  it('let an editor see all, and move a slider under their own name', async () => {
    const ada = await signIn(passing, 'ada');
    await isKnownAs(ada.page, `${PREFIX}ada`);
    expect(await namespacesSeen(ada, passing)).toEqual(['shop', 'warehouse']);
    await ada.page.goto(trafficUrl(passing.url, await splitOf(ada, passing, 'warehouse')));
    await moveFirstSlider(ada.page, 'ArrowLeft', 10);
    const dialog = await preview(ada.page);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await ada.page.getByText('Applied', { exact: true }).waitFor(SLOW);
    expect(await weights('warehouse')).toEqual(['"weight":70', '"weight":30']);
    // The dry run, and the change.
    expect(writers()).toEqual([
      [`${PREFIX}ada`, 200],
      [`${PREFIX}ada`, 200],
    ]);
    await ada.context.close();
  });

  it('let a reader see what RBAC gives their group, and say in words why nothing is changed', async () => {
    const before = writers();
    const sam = await signIn(passing, 'sam');
    await isKnownAs(sam.page, `${PREFIX}sam`);
    expect(await namespacesSeen(sam, passing)).toEqual(['shop']);
    const split = await splitOf(sam, passing, 'shop');
    await sam.page.goto(trafficUrl(passing.url, split));
    await sam.page.getByText('You can look at this split but not change it').waitFor(SLOW);
    const { status, body } = await move(sam, passing, split);
    expect([status, body.type]).toEqual([403, 'urn:alidade:problem:forbidden']);
    expect(body.detail).toMatch(/may not|not allowed|forbidden/i);
    expect(await weights('shop')).toEqual(['"weight":80', '"weight":20']);
    expect(writers().slice(before.length)).not.toContainEqual([`${PREFIX}sam`, 200]);
    await sam.context.close();
  });

  it('of somebody whose groups are bound to nothing show nothing', async () => {
    const eve = await signIn(passing, 'eve');
    await isKnownAs(eve.page, `${PREFIX}eve`);
    expect(await namespacesSeen(eve, passing)).toEqual([]);
    await eve.context.close();
  });

  it('are what the console asks with: for itself it learns names of namespaces alone', () => {
    const own = readAudit(cluster.api.auditLog).filter(({ user }) => user.username === OWN);
    const asked = own.flatMap(({ verb, objectRef }) =>
      objectRef === undefined ? [] : [`${verb} ${objectRef.resource}`],
    );
    expect([...new Set(asked)]).toEqual(['list namespaces']);
  });

  it('lead to signing in again when they are over', async () => {
    Object.assign(issuer, { idTokenSeconds: 8, givesRefreshTokens: false });
    const ada = await signIn(passing, 'ada');
    await isKnownAs(ada.page, `${PREFIX}ada`);
    expect(await namespacesSeen(ada, passing)).toHaveLength(2);
    await ada.page.getByText('You are signed out').waitFor(SLOW);
    const answer = await ada.context.request.get(`${passing.url}/api/v1/objects`);
    expect(answer.status()).toBe(401);
    Object.assign(issuer, { idTokenSeconds: 3600, givesRefreshTokens: true });
    await ada.page.getByRole('button', { name: 'Sign in again' }).click();
    await isKnownAs(ada.page, `${PREFIX}ada`);
    expect(await namespacesSeen(ada, passing)).toHaveLength(2);
    await ada.context.close();
  });
});

describe('groups mapped to namespaces', () => {
  it('are what people may read, and nobody may write', async () => {
    const before = writers().length;
    const sam = await signIn(mapping, 'sam');
    await isKnownAs(sam.page, 'sam');
    expect(await namespacesSeen(sam, mapping)).toEqual(['shop']);
    const ada = await signIn(mapping, 'ada');
    await isKnownAs(ada.page, 'ada');
    expect(await namespacesSeen(ada, mapping)).toEqual(['shop', 'warehouse']);
    for (const who of [sam, ada]) {
      const { status, body } = await move(who, mapping, await splitOf(who, mapping, 'shop'));
      expect(status).toBe(403);
      expect(body.detail).not.toBe('');
      await who.context.close();
    }
    expect(writers()).toHaveLength(before);
    const eve = await signIn(mapping, 'eve');
    await eve.page.getByText('None of your groups may read anything here').waitFor(SLOW);
    await eve.context.close();
  });
});
