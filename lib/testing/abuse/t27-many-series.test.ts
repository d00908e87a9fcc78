import { z } from 'zod';
import { epochMs } from '@/lib/domain/units';
import type * as guardModule from '@/lib/server/guard/guard';
import type * as problemModule from '@/lib/server/problem';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { against } from '@/lib/testing/abuse/against';
import { json, type FakeUpstream, type Script } from '@/lib/testing/fake-upstream';
import type * as clientModule from '@/lib/upstream/prometheus/client';

const { signal } = new AbortController();
const SERIES = 500_000;
const AT_A_TIME = 5_000;

/** A server’s answer with a series for each of many services, as long as somebody takes it. */
const manySeries: Script = (_, response) => {
  let sent = 0;
  const more = () => {
    if (response.destroyed || sent >= SERIES) {
      response.end(']}}');
      return;
    }
    const rows = Array.from({ length: AT_A_TIME }, (_, i) => rowOf(sent + i));
    sent += AT_A_TIME;
    response.write(rows.join(''), more);
  };
  response.write('{"status":"success","data":{"resultType":"vector","result":[', more);
};

function rowOf(i: number): string {
  const metric = `{"service":"service-${i}","namespace":"namespace-${i % 500}","version":"v1"}`;
  return `${i === 0 ? '' : ','}{"metric":${metric},"value":[1,"1"]}`;
}

const CLIENT = 'lib/upstream/prometheus/client.ts';

describeAbuse('T27: a Prometheus that has a series for each of half a million services', {
  product: (load) => load<typeof clientModule>(CLIENT),
  works: (product) =>
    against(clientOf(product), async (client, server) => {
      const result = [{ metric: { service: 'a' }, value: [1, '1'] }];
      server.answer(json({ status: 'success', data: { resultType: 'vector', result } }));
      const { samples } = await client.instant('up', epochMs(0), signal);
      if (samples.length !== 1) throw new Error('a figure is not read');
    }),
  attack: (product) =>
    against(clientOf(product), (client, server) =>
      tryEach(['up'], async (promql) => {
        server.answer(manySeries);
        const end = await client.instant(promql, epochMs(0), signal).then(
          () => 'all of it was taken',
          (error: unknown) =>
            error instanceof Error && 'failure' in error ? String(error.failure) : String(error),
        );
        return end === 'too-large' ? null : end;
      }),
    ),
  atLeast: 1,
  defects: [
    edit('a cap on what is read', CLIENT, 'maxBodyBytes: 32 * 1024 * 1024', 'maxBodyBytes: 1e12'),
  ],
});

function clientOf({ createPrometheusClient }: typeof clientModule) {
  return ({ url }: FakeUpstream) => createPrometheusClient({ baseUrl: url, timeoutMs: 60_000 });
}

interface Own
  extends Pick<typeof guardModule, 'createGuard'>, Pick<typeof problemModule, 'ProblemError'> {
  readonly testRuntime: (typeof testRuntimeModule)['testRuntime'];
}

/** What a caller may choose of a request, each time another. */
const CHOSEN: readonly (readonly [string, (i: number) => Request])[] = [
  ['path', (i) => new Request(`http://localhost/things/${i}`)],
  ['query', (i) => new Request(`http://localhost/things?name=${i}`)],
  ['host', (i) => new Request('http://localhost/', { headers: { host: `h${i}.example` } })],
  [
    'header',
    (i) => new Request('http://localhost/', { headers: { 'x-forwarded-for': `10.0.0.${i}` } }),
  ],
  ['agent', (i) => new Request('http://localhost/', { headers: { 'user-agent': `browser ${i}` } })],
  ['name', (i) => new Request('http://localhost/', { headers: { cookie: `session=${i}` } })],
];

const REQUESTS = 60;

/** How many series our own metrics have after these requests. */
async function seriesAfter(own: Own, request: (i: number) => Request): Promise<number> {
  const runtime = own.testRuntime();
  const { withOpenGuards } = own.createGuard(() => runtime);
  const handler = withOpenGuards(
    { route: '/things/[name]', query: z.looseObject({}) },
    async ({ params }) => {
      await runtime.caches.probes.get(params['name'] ?? '', 1000, signal, () =>
        Promise.resolve(''),
      );
      if (params['name'] === '7') throw new own.ProblemError('not-found');
      return {};
    },
  );
  for (let i = 0; i < REQUESTS; i += 1) {
    const given = request(i);
    const headers = new Headers(given.headers);
    if (!headers.has('host')) headers.set('host', 'localhost');
    await handler(new Request(given, { headers }), {
      params: Promise.resolve({ name: String(i) }),
    });
  }
  const { text } = await runtime.metrics.expose();
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
}

const GUARD = 'lib/server/guard/guard.ts';
const RECORD = 'rt.metrics.request(options.route,';

describeAbuse<Own>('T27: our own metrics, for each name that somebody comes with', {
  product: async (load) => ({
    ...(await load<typeof guardModule>(GUARD)),
    ...(await load<typeof problemModule>('lib/server/problem.ts')),
    ...(await load<typeof testRuntimeModule>('lib/server/testing/test-runtime.ts')),
  }),
  async works(own) {
    const few = await seriesAfter(own, () => new Request('http://localhost/'));
    if (few < 10) throw new Error('nothing is counted');
  },
  attack: (own) =>
    tryEach(CHOSEN, async ([, request]) => {
      const series = await seriesAfter(own, request);
      return series < 70 ? null : `${series} series`;
    }),
  atLeast: 6,
  defects: [
    edit(
      'the pattern of the route',
      GUARD,
      RECORD,
      'rt.metrics.request(new URL(request.url).pathname,',
    ),
    edit('a route without its query', GUARD, RECORD, 'rt.metrics.request(request.url,'),
    edit(
      'a route without its host',
      GUARD,
      RECORD,
      "rt.metrics.request(request.headers.get('host') ?? '',",
    ),
    edit(
      'names of caches',
      'lib/server/cache/answer-cache.ts',
      "observe(name, shared.isRunning(key) ? 'joined' : 'miss')",
      "observe(key, 'miss')",
    ),
  ],
});
