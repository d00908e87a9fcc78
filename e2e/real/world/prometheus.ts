import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf } from '../build-parts.mjs';
import { answers, createProgram, freePorts, type Program } from './processes';

export interface RealPrometheus {
  readonly program: Program;
  readonly url: string;
}

export interface PrometheusPart {
  readonly name: string;
  readonly folder: string;
  /** `host:port` of what it scrapes; without it, it takes what it is sent by remote write. */
  readonly target?: string;
  /** Envoys, which it scrapes every `ENVOY_SCRAPE_SECONDS`. */
  readonly envoys?: readonly EnvoyTarget[];
}

/** The admin interface of an Envoy, and the labels that its scrape adds. */
export interface EnvoyTarget {
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

export const ENVOY_SCRAPE_SECONDS = 1;

/** How often the demo mesh is scraped, in seconds. */
export const SCRAPE_SECONDS = 2;

/** Prepares a real Prometheus in a folder of its own. */
export async function createPrometheus(part: PrometheusPart): Promise<RealPrometheus> {
  const { name, folder } = part;
  mkdirSync(folder, { recursive: true });
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, configuration(part));
  const program = createProgram({
    name,
    command: binaryOf('prometheus'),
    args: [
      ...[`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`],
      ...['--web.enable-remote-write-receiver', `--web.listen-address=127.0.0.1:${port}`],
      '--log.level=warn',
    ],
    log: join(folder, 'prometheus.log'),
    isReady: () => answers(`${url}/-/ready`),
  });
  return { program, url };
}

function configuration({ target, envoys = [] }: PrometheusPart): string {
  const scrape = {
    job_name: 'mesh',
    honor_labels: true,
    scrape_interval: `${SCRAPE_SECONDS}s`,
    scrape_timeout: `${SCRAPE_SECONDS}s`,
    static_configs: [{ targets: [target] }],
  };
  // JSON is YAML.
  return JSON.stringify({
    scrape_configs: [
      ...(target === undefined ? [] : [scrape]),
      ...(envoys.length === 0 ? [] : [scrapeOf(envoys)]),
    ],
    storage: { tsdb: { out_of_order_time_window: '2h' } },
  });
}

function scrapeOf(envoys: readonly EnvoyTarget[]) {
  return {
    job_name: 'envoys',
    metrics_path: '/stats/prometheus',
    scrape_interval: `${ENVOY_SCRAPE_SECONDS}s`,
    scrape_timeout: `${ENVOY_SCRAPE_SECONDS}s`,
    static_configs: envoys.map(({ address, labels }) => ({ targets: [address], labels })),
  };
}
