import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, SERVER } from '../../deploy/prepare.mjs';
import { jaeger, otlp, TRACE_ID } from '../../lib/testing/fake-jaeger';
import {
  json,
  startFakeUpstream,
  type FakeUpstream,
  type Script,
} from '../../lib/testing/fake-upstream';
import { PAYLOADS } from './payloads';

/** A console that reads a mesh in which every name is a payload. */
export interface HostileMesh {
  readonly url: string;
  readonly traceId: string;
  readonly close: () => Promise<void>;
}

const NUMBERS = PAYLOADS.map(({ number }) => number);
const textOf = (number: number) => PAYLOADS[number % PAYLOADS.length]?.text ?? '';

/** Labels as a tenant chooses them: names of workloads, namespaces, versions, hosts, flags and codes. */
function labelsOf(number: number, extra: object) {
  const [own, next] = [textOf(number), textOf(number + 1)];
  return {
    ...{ reporter: 'destination', request_protocol: 'http', connection_security_policy: next },
    ...{ source_cluster: 'c', source_workload_namespace: 'shop', source_workload: own },
    ...{ source_canonical_service: own, source_canonical_revision: own },
    ...{
      destination_cluster: 'c',
      destination_workload_namespace: next,
      destination_workload: next,
    },
    ...{ destination_canonical_service: next, destination_canonical_revision: next },
    ...{
      destination_service: `${next}.svc`,
      destination_service_name: next,
      destination_service_namespace: 'shop',
    },
    ...{
      response_code: own,
      response_flags: own,
      grpc_response_status: own,
      namespace: own,
      pod: own,
    },
    ...{ le: '50', [own]: own, __proto__: own },
    ...extra,
  };
}

/** Answers every question with a series for each payload, whatever was asked. */
const prometheus: Script = ({ target, body }, response) => {
  const at = Math.floor(Date.now() / 1000);
  const isRange = target.endsWith('query_range');
  const isPresence = body.includes('%22mesh%22');
  const numbers = isPresence ? NUMBERS.slice(0, 1) : NUMBERS;
  const result = numbers.map((number) => {
    const metric = labelsOf(number, isPresence ? { mesh: 'istio' } : {});
    return isRange
      ? {
          metric,
          values: [
            [at - 60, '1'],
            [at, '2'],
          ],
        }
      : { metric, value: [at, String(number + 1)] };
  });
  const data = { resultType: isRange ? 'matrix' : 'vector', result };
  json({ status: 'success', data, warnings: [textOf(11), textOf(12)] })({ ...NOTHING }, response);
};
const NOTHING = { method: '', target: '', headers: {}, body: '' };

/** A trace whose every span, tag, key and event is a payload; the keys of JSON in tags too. */
function hostileTrace() {
  const start = BigInt(Date.now() - 60_000) * 1_000_000n;
  return otlp(
    ...NUMBERS.map((number) => ({
      traceId: TRACE_ID,
      spanId: (number + 1).toString(16).padStart(16, '0'),
      ...(number === 0 ? {} : { parentSpanId: '0000000000000001' }),
      name: textOf(number),
      startTimeUnixNano: String(start + BigInt(number) * 1000n),
      endTimeUnixNano: String(start + BigInt(number + 500) * 1000n),
      status: { code: 2, message: textOf(number) },
      attributes: [
        { key: textOf(number), value: { stringValue: textOf(number) } },
        { key: 'http.url', value: { stringValue: textOf(number) } },
        {
          key: 'json',
          value: { stringValue: JSON.stringify({ [textOf(number)]: textOf(number + 1) }) },
        },
        {
          key: 'map',
          value: {
            kvlistValue: {
              values: [{ key: textOf(number), value: { stringValue: textOf(number) } }],
            },
          },
        },
      ],
      events: [
        {
          timeUnixNano: String(start),
          name: textOf(number),
          attributes: [{ key: textOf(number), value: { stringValue: textOf(number) } }],
        },
      ],
    })),
  );
}

const names = json({ services: NUMBERS.map(textOf) });
const operations = json({
  operations: NUMBERS.map((number) => ({ name: textOf(number), spanKind: 'server' })),
});

function tracing(): Script {
  const trace = json(hostileTrace());
  return jaeger(
    {
      '/api/v3/services': names,
      '/api/v3/operations': operations,
      '/api/v3/traces': trace,
      [`/api/v3/traces/${TRACE_ID}`]: trace,
    },
    json({ error: { httpCode: 404, message: textOf(3) } }, 404),
  );
}

/** Refuses everything, in words that are payloads. */
const kubernetes: Script = json(
  {
    kind: 'Status',
    code: 403,
    reason: textOf(1),
    message: NUMBERS.map(textOf).join(' '),
    details: { causes: [{ field: textOf(2), message: textOf(3) }] },
  },
  403,
);

/** Starts the three upstreams, and the built console on them. */
export async function startHostileMesh(): Promise<HostileMesh> {
  const upstreams = await Promise.all([prometheus, tracing(), kubernetes].map(started));
  const [first, second, third] = upstreams.map(({ url }) => url);
  const folder = mkdtempSync(join(tmpdir(), 'alidade-hostile-'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      'current-context': 'x',
      clusters: [{ name: 'fake', cluster: { server: third } }],
      users: [{ name: 'u', user: { token: 'operator' } }],
      contexts: [{ name: 'x', context: { cluster: 'fake', user: 'u' } }],
    }),
    { mode: 0o600 },
  );
  const port = String(await freePort(20_062));
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: port,
    NODE_ENV: 'production' as const,
    PROMETHEUS_URL: first,
    TRACING_URL: second,
    KUBECONFIG: kubeconfig,
  };
  const child = spawn(process.execPath, [SERVER], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(child, url);
  return {
    url,
    traceId: TRACE_ID,
    async close() {
      child.kill('SIGKILL');
      await Promise.all(upstreams.map((upstream) => upstream.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

async function started(script: Script): Promise<FakeUpstream> {
  const upstream = await startFakeUpstream();
  upstream.answer(script);
  return upstream;
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const isUp = await fetch(`${url}/healthz`)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the console ended by itself');
}
