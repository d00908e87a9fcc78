import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop } from '../meshes/istio/shop';
import { createTrafficModel } from '../model/traffic-model';
import { MESH_METRICS } from '../meshes/registry';
import { startPrometheus } from './start-prometheus';

const NOW = 1_790_000_003.5;
const model = createTrafficModel({
  topology: createShop({ seed: 1 }),
  seed: 1,
  meshes: MESH_METRICS,
});
let server: Awaited<ReturnType<typeof startPrometheus>>;

beforeAll(async () => {
  server = await startPrometheus({ model, port: 0, now: () => NOW });
});
afterAll(() => server.close());

async function get(path: string, parameters: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}?${new URLSearchParams(parameters)}`);
  return { status: response.status, body: await response.text(), headers: response.headers };
}

async function getJson(path: string, parameters: Record<string, string> = {}) {
  const { status, body } = await get(path, parameters);
  const json: unknown = JSON.parse(body);
  return { status, json };
}

describe('the HTTP API', () => {
  it('answers instant queries, at its own time unless told another', async () => {
    const { status, json } = await getJson('/api/v1/query', { query: 'vector(1)' });
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [NOW, '1'] }] },
    });
    const other = await getJson('/api/v1/query', { query: '1', time: '2026-01-01T00:00:00Z' });
    expect(other.json).toMatchObject({ data: { resultType: 'scalar', result: [1767225600, '1'] } });
  });

  it('takes the parameters from the body of a POST', async () => {
    const response = await fetch(`${server.url}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({
        query: 'count(up{namespace="staging"})',
        ...{ start: '1790000000', end: '1790000030', step: '15s' },
      }),
    });
    expect(await response.json()).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: [
              [1790000000, '3'],
              [1790000015, '3'],
              [1790000030, '3'],
            ],
          },
        ],
      },
    });
  });

  it.each([
    ['/api/v1/query', { query: 'sum(' }, 400, 'bad_data', /^invalid parameter "query": 1:5: parse/],
    ['/api/v1/query', { query: 'up', time: 'soon' }, 400, 'bad_data', /"time".*"soon"/],
    ['/api/v1/query', { query: 'up + on() up' }, 422, 'execution', /duplicate series/],
    ['/api/v1/query_range', { query: 'up', start: '1' }, 400, 'bad_data', /"end"/],
    [
      '/api/v1/query_range',
      { query: 'up', start: '2', end: '1', step: '1' },
      ...([400, 'bad_data', /must not be before start/] as const),
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '1', end: '2', step: '0' },
      ...([400, 'bad_data', /zero or negative/] as const),
    ],
    [
      '/api/v1/query_range',
      { query: 'up', start: '0', end: '11001', step: '1' },
      ...([400, 'bad_data', /maximum resolution of 11,000 points/] as const),
    ],
    ['/api/v1/series', {}, 400, 'bad_data', /no match/],
    ['/api/v1/series', { 'match[]': '{a=~".*"}' }, 400, 'bad_data', /non-empty matcher/],
    ['/api/v1/labels', { limit: 'few' }, 400, 'bad_data', /"limit"/],
  ] as const)('%s refuses %o', async (path, parameters, status, errorType, error) => {
    const answer = await getJson(path, parameters);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ status: 'error', errorType });
    expect(answer.json).toHaveProperty('error', expect.stringMatching(error));
  });

  it('gives exactly 11,000 steps', async () => {
    const range = { query: '1', start: '0', end: '11000', step: '1' };
    expect((await getJson('/api/v1/query_range', range)).status).toBe(200);
  });

  it('lists series, labels and values', async () => {
    const series = await getJson('/api/v1/series', {
      'match[]': 'kube_replicaset_owner{namespace="ingress"}',
    });
    expect(series.json).toMatchObject({
      data: [{ __name__: 'kube_replicaset_owner', owner_name: 'istio-ingressgateway' }],
    });
    const namespaces = await getJson('/api/v1/label/namespace/values');
    expect(namespaces.json).toEqual({
      status: 'success',
      data: ['analytics', 'ingress', 'legacy', 'shop', 'staging', 'warehouse'],
    });
    const labels = await getJson('/api/v1/labels', { 'match[]': 'up' });
    expect(labels.json).toMatchObject({
      data: ['__name__', 'app', 'instance', 'job', 'namespace', 'node', 'pod', 'version'],
    });
  });

  it('says when a limit cut an answer short', async () => {
    const { json } = await getJson('/api/v1/query', { query: 'up', limit: '2' });
    expect(json).toMatchObject({ warnings: ['results truncated due to limit'] });
  });

  it('is ready, healthy and knows its version', async () => {
    expect((await get('/-/ready')).body).toBe('Prometheus Server is Ready.\n');
    expect((await get('/-/healthy')).status).toBe(200);
    expect((await getJson('/api/v1/status/buildinfo')).json).toMatchObject({
      data: { version: '3.10.0' },
    });
  });

  it('knows no other path or method', async () => {
    expect((await get('/api/v1/nothing')).status).toBe(404);
    expect((await fetch(`${server.url}/api/v1/query`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('/metrics', () => {
  it('gives every series with all its labels, in the text format', async () => {
    const { body, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('version=0.0.4');
    const lines = body.trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(model.series().length);
    expect(lines).toContain('# TYPE istio_request_duration_milliseconds histogram');
    const line =
      /^istio_requests_total\{.*reporter="source".*grpc_response_status="".*\} [\d.e+]+$/;
    expect(lines.some((each) => line.test(each))).toBe(true);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('can give the last scrape with its moment, so that two readers keep equal samples', async () => {
    const { body } = await get('/metrics', { 'name[]': 'up', timestamps: 'true' });
    const samples = body.trimEnd().split('\n').slice(2);
    expect(samples).toHaveLength(model.series('up').length);
    expect(samples.every((line) => line.endsWith('} 1 1790000000000'))).toBe(true);
  });
});
