import { z } from 'zod';
import { NAMES_SECONDS } from '../../../demo/tracing/trace-store';

const people = z.record(z.string(), z.string());

const worldSchema = z.object({
  controlUrl: z.string(),
  /** Scrapes the demo mesh. */
  prometheusUrl: z.string(),
  /** Empty: for samples of one's own. */
  writtenPrometheusUrl: z.string(),
  jaegerUrl: z.string(),
  apiUrl: z.string(),
  apiCertificate: z.string(),
  /** Path of the API server's audit log. */
  auditLog: z.string(),
  /** Kubeconfigs of the real API, by person. */
  kubeconfigs: people,
  /** Kubeconfigs of the demo's API, by person. */
  demoKubeconfigs: people,
  demoTracingUrl: z.string(),
  /** The folder with what the container image holds. */
  image: z.string(),
  /** The `server.js` of the console's build. */
  server: z.string(),
  /** The console, with the rights of an editor. */
  consoleUrl: z.string(),
  viewerConsoleUrl: z.string(),
  /** Epoch seconds. */
  scrapedSince: z.number(),
  tracesFrom: z.number(),
});

/** What the tests know of the servers that were started for them. */
export type World = Readonly<z.infer<typeof worldSchema>>;

/** How far back the traces go that the real store is given at the start: all whose names the demo tells. */
export const TRACES_SECONDS = NAMES_SECONDS;

/** Reads what `main.ts` hands to the tests. */
export function readWorld(): World {
  const text = process.env['REAL_WORLD'];
  if (text === undefined) throw new Error('start these tests with: npm run real');
  return worldSchema.parse(JSON.parse(text));
}
