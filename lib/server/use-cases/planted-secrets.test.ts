import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { z } from 'zod';
import type * as sessionKeysModule from '@/lib/server/config/session-keys';
import type * as readConfigModule from '@/lib/server/config/read-config';
import type * as metricsModule from '@/lib/server/metrics';
import type * as demoModule from '@/lib/server/testing/demo-runtime';
import { collectOutputs, type OutputCollector } from '@/lib/server/testing/output-collector';
import { signInAtIssuer } from '@/lib/server/testing/planted-issuer';
import { leaksIn, SECRETS, type Outputs } from '@/lib/server/testing/planted-secrets';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import type * as upstreamsModule from '@/lib/server/upstreams';
import { describeAbuse, edit, type Load, type Outcome } from '@/lib/testing/abuse/abuse';
import { startFakeUpstream } from '@/lib/testing/fake-upstream';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Files with the secrets in them. */
function plantedFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-planted-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  return {
    file,
    prometheusToken: file('prometheus', SECRETS['the token for Prometheus']),
    sessionKey: file('session', SECRETS['a session key']),
  };
}
type Files = ReturnType<typeof plantedFiles>;

const PERSON = { authorization: `Bearer ${SECRETS['the token of a person']}` };

/** Starts the console with a setting that holds a secret where none may be: it says why it will not. */
async function refuseToStart(load: Load, { file, sessionKey }: Files, outputs: Outputs) {
  const { readConfig } = await load<typeof readConfigModule>('lib/server/config/read-config.ts');
  const { readFileSync, existsSync, statSync } = await import('node:fs');
  const files = {
    read: (path: string) => readFileSync(path),
    exists: existsSync,
    mode: (path: string) => statSync(path).mode,
    stamp: (path: string) => path,
  };
  const password = SECRETS['a password in a URL'];
  const withPassword = `http://me:${password}@prometheus:9090`;
  const short = file('short', password);
  const settings: readonly Readonly<Record<string, string>>[] = [
    ...['PROMETHEUS_URL', 'TRACING_URL', 'GRAFANA_URL', 'PUBLIC_URL', 'EMBED_ANCESTORS'].map(
      (name) => ({ [name]: withPassword }),
    ),
    { ALLOWED_HOSTS: withPassword },
    { AUTH: password },
    { OIDC_ISSUER: withPassword, AUTH: 'oidc', SESSION_KEY_FILE: sessionKey },
    { AUTH: 'token', KUBECONFIG: short, SESSION_KEY_FILE: short },
    { PROMETHEUS_TOKEN: password },
  ];
  for (const [i, environment] of settings.entries()) {
    try {
      readConfig(environment, files);
    } catch (error) {
      outputs.set(`start ${i} ${Object.keys(environment).join()}`, String(error));
    }
  }
}

/** Every GET route of the API, with a question that has an answer. */
const NODE = 'node=Kubernetes%2Fshop%2Fworkload%2Forders';
const EDGE =
  'edge=Kubernetes%2Fshop%2Fworkload%2Forders%3EKubernetes%2Fshop%2Fworkload%2Fpayments%3Ehttp';
const READS: readonly (readonly [route: string, query?: string])[] = [
  ...[
    'checks',
    'checks/nodes',
    'faults',
    'graph',
    'meshes',
    'namespaces',
    'objects',
    'practices',
  ].map((name): [string] => [`api/v1/${name}`]),
  ...['security', 'splits', 'status', 'openapi.json', 'traces/services', 'session/renew'].map(
    (name): [string] => [`api/v1/${name}`],
  ),
  ...['node', 'resilience', 'routing', 'security/node', 'security/workload', 'signals'].map(
    (name): [string, string] => [`api/v1/${name}`, NODE],
  ),
  ['api/v1/security/edge', EDGE],
  ['api/v1/traces', 'service=orders.shop'],
  ['api/v1/traces/operations', 'service=orders.shop'],
  ...['graph', 'splits'].map((name): [string] => [`embed/api/v1/${name}`]),
  ...['signals', 'traces'].map((name): [string, string] => [`embed/api/v1/${name}`, NODE]),
  ...['healthz', 'readyz', 'metrics'].map((name): [string] => [name]),
];

async function readEverything({ send }: OutputCollector): Promise<number> {
  let answered = 0;
  for (const [route, query = ''] of READS) {
    const { status } = await send({ route, query, headers: PERSON });
    if (status === 200) answered += 1;
  }
  for (const id of ['0123456789abcdef', '__proto__', SECRETS['a password in a URL']]) {
    for (const what of ['objects/[id]', 'objects/[id]/schema', 'splits/[id]', 'traces/[id]']) {
      await send({ route: `api/v1/${what}`, id, headers: PERSON });
    }
  }
  return answered;
}

const splitsSchema = z.object({
  splits: z.array(
    z.looseObject({
      id: z.string(),
      carrier: z.looseObject({ resourceVersion: z.string() }),
      targets: z.array(
        z.looseObject({
          host: z.string(),
          subset: z.string().optional(),
          port: z.number().optional(),
          weight: z.number().nullable(),
        }),
      ),
    }),
  ),
});
const objectSchema = z.object({
  object: z.looseObject({ id: z.string(), yaml: z.string(), resourceVersion: z.string() }),
});

/** Changes a split and an object, and reads what the object keeps of that. */
async function changeSomething({ send }: OutputCollector): Promise<void> {
  const listed = await send({ route: 'api/v1/splits', headers: PERSON });
  const { splits } = splitsSchema.parse(JSON.parse(listed.text));
  const split = splits.find(
    ({ id, targets }) =>
      id.startsWith('istio~') && targets.length > 1 && targets[0]?.weight !== targets[1]?.weight,
  );
  if (split === undefined) throw new Error('there is no split');
  const weights = split.targets.map(({ weight }) => weight).toReversed();
  const targets = split.targets.map(({ host, subset, port }, i) => ({
    ...{ host, weight: weights[i] },
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port }),
  }));
  const body = { resourceVersion: split.carrier.resourceVersion, targets };
  const change = { id: split.id, body, headers: PERSON };
  await send({ ...change, method: 'POST', route: 'api/v1/splits/[id]/preview' });
  const moved = await send({ ...change, method: 'PATCH', route: 'api/v1/splits/[id]' });
  if (moved.status !== 200) throw new Error(`no weight was changed: ${moved.text}`);
  // The version is that of before.
  await send({ ...change, method: 'PATCH', route: 'api/v1/splits/[id]' });

  const id = 'networking.istio.io~virtualservices~VirtualService~shop~user-service';
  const read = async () => {
    const { text } = await send({ route: 'api/v1/objects/[id]', id, headers: PERSON });
    return objectSchema.parse(JSON.parse(text)).object;
  };
  const { yaml, resourceVersion } = await read();
  const changed = yaml.replace('metadata:', 'metadata:\n  labels:\n    tried: once');
  const intent = { id, body: { yaml: changed, resourceVersion }, headers: PERSON };
  await send({ ...intent, method: 'POST', route: 'api/v1/objects/[id]/preview' });
  const applied = await send({ ...intent, method: 'PATCH', route: 'api/v1/objects/[id]' });
  if (applied.status !== 200) throw new Error(`nothing was changed: ${applied.text}`);
  await read();
}

/** The demo mesh, all of it well: everything is read, something is changed, somebody signs in. */
async function inGoodOrder(load: Load, collector: OutputCollector): Promise<number> {
  const { startDemoRuntime } = await load<typeof demoModule>('lib/server/testing/demo-runtime.ts');
  const sessions = await load<typeof sessionKeysModule>('lib/server/config/session-keys.ts');
  const keys = sessions.readSessionKeys(Buffer.from(SECRETS['a session key']));
  if (typeof keys === 'string') throw new Error(keys);
  const demo = await startDemoRuntime({ embedNamespaces: ['shop'], sessionKeys: () => keys });
  closing.push(demo.close);
  globalThis.alidade = { runtime: demo.runtime, madeBy: Symbol('test') };
  const answered = await readEverything(collector);
  await changeSomething(collector);
  const config = { ...demo.runtime.config, auth: 'token' as const };
  globalThis.alidade = { runtime: { ...demo.runtime, config }, madeBy: Symbol('test') };
  for (const token of [SECRETS['the token of a person'], SECRETS['a password in a URL']]) {
    await collector.send({ method: 'POST', route: 'api/v1/session', body: { token } });
  }
  await collector.send({ route: 'metrics' });
  collector.outputs.set('the log in good order', demo.logLines().join('\n'));
  return answered;
}

const STATUSES = [401, 403, 404, 422, 500, 200];

/** Sources that refuse with all that they were sent in their words, headers and body. */
async function amongEchoes(load: Load, files: Files, collector: OutputCollector): Promise<void> {
  const { createUpstreams } = await load<typeof upstreamsModule>('lib/server/upstreams.ts');
  const { createMetrics } = await load<typeof metricsModule>('lib/server/metrics.ts');
  const { BARE_CONFIG, recordingLog, testRuntime } = await load<typeof testRuntimeModule>(
    'lib/server/testing/test-runtime.ts',
  );
  const server = await startFakeUpstream();
  closing.push(() => server.close());
  const kubeconfig = files.file(
    'kubeconfig',
    JSON.stringify({
      'current-context': 'x',
      clusters: [{ name: 'fake', cluster: { server: server.url } }],
      users: [{ name: 'u', user: { token: SECRETS['the token of the console'] } }],
      contexts: [{ name: 'x', context: { cluster: 'fake', user: 'u' } }],
    }),
  );
  for (const status of STATUSES) {
    server.answer(({ headers, target }, response) => {
      const message = `${target} refused ${headers.authorization ?? ''}`;
      const state = target.includes('/api/v1/query') ? 'error' : 'Failure';
      const body = { kind: 'Status', code: status, reason: 'Forbidden', message, status: state };
      const given = { 'content-type': 'application/json', 'x-echo': headers.authorization ?? '' };
      response.writeHead(status, given).end(JSON.stringify({ ...body, error: message }));
    });
    const config = {
      ...BARE_CONFIG,
      ...{ auth: 'header' as const, writes: true, embedNamespaces: ['shop'] },
      prometheus: { url: server.url, tokenFile: files.prometheusToken },
      tracing: { url: server.url, kind: 'jaeger' as const },
      kubernetes: { kubeconfig },
    };
    const { log, lines } = recordingLog();
    const upstreams = createUpstreams(
      config,
      createMetrics({ withProcess: false }),
      () => undefined,
    );
    globalThis.alidade = {
      runtime: testRuntime({ config, upstreams, log, now: Date.now }),
      madeBy: Symbol('test'),
    };
    await readEverything(collector);
    collector.outputs.set(`the log among echoes of ${status}`, lines().join('\n'));
    await Promise.all([
      upstreams.prometheus?.close(),
      upstreams.tracing?.close(),
      upstreams.kubernetes?.close(),
    ]);
  }
  const sent = server.requests.map(({ headers }) => headers.authorization ?? '').join();
  for (const name of ['a person', 'the console'] as const) {
    if (!sent.includes(SECRETS[`the token of ${name}`])) throw new Error(`${name} asked nothing`);
  }
  if (!sent.includes(SECRETS['the token for Prometheus'])) throw new Error('no token was sent');
}

/** Looks at all that is given away; at the first that leaks, no further. */
async function lookEverywhere(load: Load): Promise<Outcome> {
  const files = plantedFiles();
  const collector = collectOutputs(load);
  const { outputs } = collector;
  await refuseToStart(load, files, outputs);
  await amongEchoes(load, files, collector);
  closing.push(await signInAtIssuer(load, outputs));
  const early = leaksIn(outputs);
  if (early.length > 0) return { tried: outputs.size, through: early.slice(0, 5) };
  const answered = await inGoodOrder(load, collector);
  if (answered < READS.length - 3) throw new Error(`only ${answered} reads were answered`);
  const kib = Math.round([...outputs.values()].join('').length / 1024);
  const counts = { secrets: Object.keys(SECRETS).length, outputs: outputs.size, kib, answered };
  return { tried: outputs.size, counts, through: leaksIn(outputs).slice(0, 5) };
}

describeAbuse<Load>('F12: a secret in something that is given away', {
  product: (load) => Promise.resolve(load),
  works: () => undefined,
  attack: lookEverywhere,
  atLeast: 400,
  figure: 'F12',
  defects: [
    edit(
      'care for the words of a source',
      'lib/upstream/http.ts',
      "clean.replaceAll(secret, '[credential]')",
      'clean',
    ),
    edit(
      'care for settings that are wrong',
      'lib/server/config/values.ts',
      "return text.replace(/^([^/]*\\/\\/)?.*@/, '$1[secret]@');",
      'return text;',
    ),
    edit(
      'a session that is sealed',
      'lib/server/use-cases/sign-in.ts',
      'await sealSession(content, config.sessionKeys())',
      'JSON.stringify(content) + (await sealSession(content, config.sessionKeys()))',
    ),
    edit(
      'a name in the place of a token, in the log and in what objects keep',
      'lib/server/access/identify.ts',
      'key: hashOf(token),\n    shared: false,\n    ...NOTHING_KNOWN,',
      'key: hashOf(token),\n    shared: false,\n    ...{ ...NOTHING_KNOWN, name: token },',
    ),
    edit(
      'labels of metrics that are of a closed set',
      'lib/server/guard/guard.ts',
      'rt.metrics.request(options.route,',
      "rt.metrics.request(request.headers.get('authorization') ?? options.route,",
    ),
  ],
});
