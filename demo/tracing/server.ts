import { createServer } from 'node:http';
import { listen } from '../listen';
import { PLAIN_TEXT, type Answer } from './answer';
import { GENERATIONS, type JaegerGeneration } from './generation';
import { answerLegacy } from './jaeger-legacy';
import { answerV3 } from './jaeger-v3';
import type { TraceStore } from './types';

export interface TracingOptions {
  readonly store: TraceStore;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** For example `/jaeger`; nothing is served outside of it. */
  readonly basePath?: string;
  readonly generation?: JaegerGeneration;
  /** Epoch seconds. */
  readonly now?: () => number;
}

export interface TracingServer {
  /** With the base path. */
  readonly url: string;
  close(): Promise<void>;
}

const UI_PAGE: Answer = {
  code: 200,
  type: 'text/html; charset=utf-8',
  body: '<!DOCTYPE html>\n<html lang="en"><title>Jaeger UI</title></html>\n',
};
const NOT_FOUND: Answer = { code: 404, type: PLAIN_TEXT, body: '404 page not found\n' };

/** Serves traces as Jaeger's query service does. */
export async function startTracing(options: TracingOptions): Promise<TracingServer> {
  const { host = '127.0.0.1', port = 0, basePath = '', now = () => Date.now() / 1000 } = options;
  const capabilities = GENERATIONS[options.generation ?? 'v2.20'];

  const answerTo = (method: string, { pathname, searchParams }: URL): Answer => {
    if (!pathname.startsWith(`${basePath}/`)) return NOT_FOUND;
    const path = pathname.slice(basePath.length);
    if (method !== 'GET') return { code: 405, type: PLAIN_TEXT, body: '' };
    const { store } = options;
    const found = path.startsWith('/api/v3/')
      ? capabilities.v3 && answerV3(path, searchParams, store, capabilities)
      : answerLegacy(path, searchParams, store, { capabilities, nowMs: now() * 1000 });
    if (found) return found;
    return capabilities.unknownIs404 && path.startsWith('/api/') ? NOT_FOUND : UI_PAGE;
  };

  const server = createServer((request, response) => {
    const { code, type, body } = answerTo(
      request.method ?? 'GET',
      new URL(request.url ?? '/', 'http://demo'),
    );
    response.writeHead(code, { 'content-type': type });
    response.end(body);
  });
  const listening = await listen(server, host, port);
  return { ...listening, url: `${listening.url}${basePath}` };
}
