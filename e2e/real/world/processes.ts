import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { freePort } from '../../../deploy/prepare.mjs';

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

const LAST_WORDS = 2_000;

/** A program that was started has ended before it could be used, with what it said last. */
class EndedError extends Error {
  constructor(name: string, log: string) {
    super(`${name} ended before it was ready:\n${readFileSync(log, 'utf8').slice(-LAST_WORDS)}`);
  }
}

/** Waits until something holds. @throws when it does not in time, and at once when a program ended */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = START_MS,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  const stillFalse = (error: unknown): boolean => {
    if (error instanceof EndedError) throw error;
    return false;
  };
  while (!(await holds().catch(stillFalse))) {
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

/**
 * Below the ports that the kernel gives to connections and to servers that ask for any, so that none
 * is lost between being found and being listened on; and below those that other suites have fixed.
 */
const LOWEST_PORT = 10_000;
const HIGHEST_PORT = 19_000;
let nextPort = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));

/** So many free ports of the loopback, of which this process is never given one twice in a round. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await freePort(nextPort);
    nextPort = port < HIGHEST_PORT ? port + 1 : LOWEST_PORT;
    ports.push(port);
  }
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
        if (started.exitCode !== null) throw new EndedError(name, log);
        return isReady();
      });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
