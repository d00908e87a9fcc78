import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';

/** A program that runs until it is stopped, and may be started again. */
export interface Program {
  readonly name: string;
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Lets it end by itself, and ends it when it does not. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Where its output goes. */
  readonly log: string;
  /** Whether it can be used. */
  readonly isReady: () => Promise<boolean>;
}

const START_MS = 90_000;
const STOP_MS = 10_000;
const POLL_MS = 200;

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Waits until something holds. @throws when it does not in time */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = START_MS,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(POLL_MS);
  }
}

/** Whether a URL answers with success. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}

/** So many free ports of the loopback. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Describes a program; `start` runs it. */
export function createProgram(options: ProgramOptions): Program {
  const { name, command, args, env = {}, cwd, log, isReady } = options;
  let child: ChildProcess | null = null;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    const killer = setTimeout(() => ending.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(killer);
  }

  return {
    name,
    async start() {
      const output = openSync(log, 'a');
      const started = spawn(command, args, {
        stdio: ['ignore', output, output],
        env: { ...process.env, ...env },
        ...(cwd !== undefined && { cwd }),
      });
      child = started;
      await until(`${name} is ready (its output is in ${log})`, async () => {
        if (started.exitCode !== null) throw new Error(`${name} ended`);
        return isReady();
      });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
