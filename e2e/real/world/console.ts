import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { answers, createProgram, freePorts, type Program } from './processes';

export interface Console {
  readonly program: Program;
  readonly url: string;
}

export interface ConsoleOptions {
  readonly name: string;
  readonly folder: string;
  /** The `server.js` of a build. */
  readonly server: string;
  readonly prometheusUrl: string;
  readonly tracingUrl: string;
  readonly kubeconfig: string;
  /** Settings beside or instead of those that every console of these tests has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Prepares the built console, under the rights of a kubeconfig. */
export async function createConsole(options: ConsoleOptions): Promise<Console> {
  const { name, folder, server, prometheusUrl, tracingUrl, kubeconfig } = options;
  mkdirSync(folder, { recursive: true });
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const program = createProgram({
    name,
    command: process.execPath,
    args: [server],
    env: {
      ...{ NODE_ENV: 'production', NODE_OPTIONS: '', HOST: '127.0.0.1', HOSTNAME: '127.0.0.1' },
      ...{ PORT: String(port), PROMETHEUS_URL: prometheusUrl, TRACING_URL: tracingUrl },
      ...{ AUTH: 'kubeconfig', KUBECONFIG: kubeconfig, WRITES: 'on' },
      ...options.env,
    },
    log: join(folder, `${name}.log`),
    isReady: () => answers(`${url}/readyz`),
  });
  return { program, url };
}
