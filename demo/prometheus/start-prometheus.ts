import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { listen, type Listening } from '../listen';
import type { EpochSeconds, TrafficModel } from '../model/types';
import { answerApi } from './api';
import { exposition } from './exposition';
import { ModelStore } from './model-store';

export interface PrometheusOptions {
  readonly model: TrafficModel;
  /** 0 for any free port. */
  readonly port: number;
  readonly host?: string;
  readonly now: () => EpochSeconds;
  /** How far apart samples are. */
  readonly scrapeSeconds?: number;
}

const DEFAULT_SCRAPE_SECONDS = 5;
const TEXT = 'text/plain; charset=utf-8';

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['/-/ready', 'Prometheus Server is Ready.\n'],
  ['/-/healthy', 'Prometheus Server is Healthy.\n'],
]);

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function parametersOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  if (request.method !== 'POST') return url.searchParams;
  const form = new URLSearchParams(await text(request));
  return new URLSearchParams([...url.searchParams, ...form]);
}

class Server {
  readonly #options: PrometheusOptions;
  readonly #store: ModelStore;
  readonly #scrapeSeconds: number;

  constructor(options: PrometheusOptions) {
    this.#options = options;
    this.#scrapeSeconds = options.scrapeSeconds ?? DEFAULT_SCRAPE_SECONDS;
    this.#store = new ModelStore(options.model, this.#scrapeSeconds);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://demo');
    if (request.method !== 'GET' && request.method !== 'POST') {
      send(response, 405, TEXT, 'Method Not Allowed\n');
      return;
    }
    const plain = PLAIN.get(url.pathname);
    if (plain !== undefined) {
      send(response, 200, TEXT, plain);
    } else if (url.pathname === '/metrics') {
      await this.#expose(url.searchParams, response);
    } else {
      await this.#api(request, response, url);
    }
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const parameters = await parametersOf(request, url);
    const context = { store: this.#store, now: Math.round(this.#options.now() * 1000) };
    const answer = answerApi(context, url.pathname, parameters);
    if (answer) send(response, answer.status, 'application/json', JSON.stringify(answer.body));
    else send(response, 404, TEXT, '404 page not found\n');
  }

  /** `?timestamps=true` gives the values of the last scrape with its moment, so that readers agree. */
  async #expose(parameters: URLSearchParams, response: ServerResponse): Promise<void> {
    const hasTimestamps = parameters.get('timestamps') === 'true';
    const now = this.#options.now();
    const at = hasTimestamps ? Math.floor(now / this.#scrapeSeconds) * this.#scrapeSeconds : now;
    const names = parameters.getAll('name[]');
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    const lines = exposition(this.#options.model, { at, names, hasTimestamps });
    await pipeline(Readable.from(lines), response);
  }
}

function explain(error: unknown, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : 'unknown';
  const body = { status: 'error', errorType: 'internal', error: message };
  send(response, 500, 'application/json', JSON.stringify(body));
}

/** Serves a traffic model as Prometheus would: its HTTP API, and `/metrics` for another to scrape. */
export async function startPrometheus(options: PrometheusOptions): Promise<Listening> {
  const { port, host = '127.0.0.1' } = options;
  const server = new Server(options);
  const http = createServer((request, response) => {
    server.answer(request, response).catch((error: unknown) => explain(error, response));
  });
  return listen(http, host, port);
}
