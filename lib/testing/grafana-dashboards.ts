import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const FOLDER = new URL('../../deploy/grafana/', import.meta.url);

const schema = z.object({
  uid: z.string(),
  links: z.array(z.object({ url: z.string() })),
  templating: z.object({
    list: z.array(
      z.object({
        name: z.string(),
        query: z.union([z.string(), z.object({ query: z.string() })]).optional(),
      }),
    ),
  }),
  panels: z
    .array(
      z.object({
        id: z.number(),
        title: z.string(),
        type: z.enum(['timeseries', 'text']),
        targets: z.array(z.object({ expr: z.string() })).default([]),
        options: z.object({ content: z.string().default('') }),
      }),
    )
    .min(1),
});

/** A dashboard of deploy/grafana, as far as tests read it. */
export type Dashboard = Readonly<z.infer<typeof schema>>;

/** Names and texts of the files of all dashboards. */
export function dashboardTexts(): readonly (readonly [name: string, text: string])[] {
  return readdirSync(FOLDER).map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]);
}

/** Reads one dashboard by the name of its file. @throws when there is none */
export function readDashboard(name: string): Dashboard {
  return schema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
}

/** A query as Grafana sends it. */
export function filledQuery(expr: string, namespace: string, windowSeconds: number): string {
  return expr
    .replaceAll('$__rate_interval', `${windowSeconds}s`)
    .replaceAll('$namespace', namespace);
}
