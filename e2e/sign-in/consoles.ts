import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answers, createProgram, type Program } from '../real/world/processes';

/** A console in which people sign in. */
export interface SignInConsole {
  readonly program: Program;
  readonly url: string;
  /** Holds the keys of its sessions; it is followed. */
  readonly keyFile: string;
}

export interface SignInConsoleOptions {
  readonly folder: string;
  readonly port: number;
  /** The `server.js` of a build. */
  readonly server: string;
  readonly kubeconfig: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Prepares a built console on `localhost`, with a fresh session key. */
export function createSignInConsole(options: SignInConsoleOptions): SignInConsole {
  const { folder, port, server, kubeconfig, env } = options;
  mkdirSync(folder, { recursive: true });
  const keyFile = join(folder, `session-${port}.key`);
  writeFileSync(keyFile, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600 });
  const url = `http://localhost:${port}`;
  const program = createProgram({
    name: `console-${port}`,
    command: process.execPath,
    args: [server],
    env: {
      ...{ NODE_ENV: 'production', NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: String(port) },
      ...{ KUBECONFIG: kubeconfig, SESSION_KEY_FILE: keyFile },
      ...env,
    },
    log: join(folder, `console-${port}.log`),
    isReady: () => answers(`http://127.0.0.1:${port}/readyz`),
  });
  return { program, url, keyFile };
}
