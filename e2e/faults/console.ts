import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { freePort, SERVER } from '@/deploy/prepare.mjs';

const isLong = process.env['FAULTS_FORM'] === 'long';

/** The size of something in the short form, and in the long one. */
export const sized = (short: number, long: number): number => (isLong ? long : short);

/** Prints a figure of docs/reliability.md. */
export function figure(name: string, members: object): void {
  process.stdout.write(`figure ${name} ${JSON.stringify(members)}\n`);
}

export interface Answer {
  readonly status: number;
  /** The header. */
  readonly connection: string | undefined;
  readonly text: string;
}

export interface Console {
  readonly url: string;
  readonly child: ChildProcess;
  /** Lines of its log so far. */
  readonly log: () => readonly string[];
  readonly get: (path: string) => Promise<Answer>;
  /** Sends JSON as the console's own page does. */
  readonly send: (method: 'POST' | 'PATCH', path: string, body: unknown) => Promise<Answer>;
  /** Resident bytes of the process, as `/metrics` says. */
  rssMiB(): Promise<number>;
  kill(signal: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>;
}

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

/** Starts the built console with an environment, and waits until it is ready. */
export async function startConsole(env: Record<string, string>, from: number): Promise<Console> {
  const port = await freePort(from);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [SERVER], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n')));
  const agent = new Agent({ connections: 600, pipelining: 1 });
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = {
      ...{ origin: url, 'sec-fetch-site': 'same-origin', 'x-alidade': '1' },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const text = body === undefined ? null : JSON.stringify(body);
    const options = { method: method as 'GET', headers, body: text, dispatcher: agent };
    const answer = await request(`${url}${path}`, options);
    const { connection } = answer.headers;
    return {
      status: answer.statusCode,
      connection: typeof connection === 'string' ? connection : undefined,
      text: await answer.body.text(),
    };
  };
  const made: Console = {
    url,
    child,
    log: () => lines,
    get: (path) => ask('GET', path),
    send: ask,
    async rssMiB() {
      const { text } = await ask('GET', '/metrics');
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20;
    },
    async kill(signal) {
      const began = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      await agent.destroy();
      return { code: child.exitCode, ms: Math.round(performance.now() - began) };
    },
  };
  await ready(made);
  return made;
}

async function ready({ get, child }: Console): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const status = await get('/readyz').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await wait(POLL_MS);
  }
  throw new Error('the console did not become ready');
}
