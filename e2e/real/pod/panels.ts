import { readdirSync } from 'node:fs';
import { request } from 'undici';
import { graphSchema } from '@/lib/contract/graph';
import { EMBED_OPERATIONS } from '@/lib/contract/openapi-embed';
import { tracesSchema } from '@/lib/contract/traces';
import type { Visitor } from './visitor';

const PAGES = readdirSync(new URL('../../../app/embed', import.meta.url), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => path.endsWith('/page.tsx'))
  .map((path) => `/embed/${path.replace('/page.tsx', '')}`);

/** The paths of every panel and of every read of panels, each about something that a namespace has. */
export async function panelPaths(visitor: Visitor, namespace: string): Promise<readonly string[]> {
  const scope = `?namespaces=${namespace}`;
  const graph = await visitor.ask(`/embed/api/v1/graph${scope}`);
  const node = graphSchema
    .parse(graph.body)
    .nodes.find((each) => each.kind === 'workload' && each.namespace === namespace)?.id;
  const ofNode = `?node=${encodeURIComponent(node ?? '')}`;
  const found = await visitor.ask(`/embed/api/v1/traces${ofNode}`);
  const [trace] = tracesSchema.parse(found.body).traces;
  const queries: Readonly<Record<string, string>> = {
    '/embed/api/v1/graph': scope,
    '/embed/api/v1/splits': scope,
    '/embed/api/v1/signals': ofNode,
    '/embed/api/v1/traces': ofNode,
  };
  const reads = EMBED_OPERATIONS.map(
    ({ path }) => path.replace('{id}', trace?.traceId ?? 'none') + (queries[path] ?? ''),
  );
  return [...PAGES, ...reads];
}

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Tries every method that changes something on paths of panels, from every kind of origin, as a signed-in editor. */
export async function tryWrites(
  url: string,
  paths: readonly string[],
  cookie: string,
): Promise<readonly { readonly tried: string; readonly status: number }[]> {
  const host = `localhost:${new URL(url).port}`;
  const origins = [`http://${host}`, 'https://grafana.example', 'https://evil.example', 'null'];
  const tries = paths.flatMap((path) =>
    METHODS.flatMap((method) => origins.map((origin) => ({ path, method, origin }))),
  );
  const answers = [];
  for (const { path, method, origin } of tries) {
    const response = await request(url + path, {
      method,
      headers: {
        ...{ host, cookie, origin, 'content-type': 'application/json', 'x-alidade': '1' },
        'sec-fetch-site': origin === `http://${host}` ? 'same-origin' : 'cross-site',
      },
      body: '{"targets":[]}',
    });
    await response.body.dump();
    answers.push({ tried: `${method} ${path} from ${origin}`, status: response.statusCode });
  }
  return answers;
}
