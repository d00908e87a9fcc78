import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf } from '../build-parts.mjs';
import { answers, createProgram, freePorts, type Program } from './processes';

export interface RealJaeger {
  readonly program: Program;
  readonly url: string;
  /** Where it takes spans, by OTLP over HTTP. */
  readonly otlpUrl: string;
}

/** Prepares a real Jaeger that keeps its traces in memory. */
export async function createJaeger(folder: string): Promise<RealJaeger> {
  mkdirSync(folder, { recursive: true });
  const [query = 0, grpc = 0, otlp = 0] = await freePorts(3);
  const url = `http://127.0.0.1:${query}`;
  const config = join(folder, 'jaeger.yaml');
  writeFileSync(config, configuration(query, grpc, otlp));
  const program = createProgram({
    name: 'jaeger',
    command: binaryOf('jaeger'),
    args: ['--config', `file:${config}`],
    log: join(folder, 'jaeger.log'),
    isReady: () => answers(`${url}/api/services`),
  });
  return { program, url, otlpUrl: `http://127.0.0.1:${otlp}` };
}

function configuration(query: number, grpc: number, otlp: number): string {
  const at = (port: number) => ({ endpoint: `127.0.0.1:${port}` });
  // JSON is YAML.
  return JSON.stringify({
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
      telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
    },
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: 100_000 } } } },
      jaeger_query: { storage: { traces: 'memory' }, http: at(query), grpc: at(grpc) },
    },
    receivers: { otlp: { protocols: { http: at(otlp) } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  });
}
