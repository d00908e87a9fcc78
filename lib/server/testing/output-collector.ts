import type { RouteHandler } from '@/lib/server/guard/guard';

/** Loads modules of the product, with a defect or without. */
type Load = <Module>(path: string) => Promise<Module>;

/** A request to a route, as a page of ours sends it. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The folder of the route under `app`, such as `api/v1/splits/[id]`. */
  readonly route: string;
  readonly query?: string;
  readonly id?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls routes and keeps all that they give away. */
export interface OutputCollector {
  /** The body that was answered. */
  readonly send: (sent: Sent) => Promise<{ readonly status: number; readonly text: string }>;
  /** What was given away, by the words of what gave it. */
  readonly outputs: Map<string, string>;
}

/** Puts a collector before the routes of the runtime of this process. */
export function collectOutputs(load: Load): OutputCollector {
  const outputs = new Map<string, string>();
  return {
    outputs,
    async send({ method = 'GET', route, query = '', id = '', body, headers = {} }) {
      const handlers = await load<Partial<Record<string, RouteHandler>>>(`app/${route}/route.ts`);
      const request = new Request(`http://localhost:20002/${route}?${query}`, {
        method,
        headers: {
          ...{ host: 'localhost:20002', origin: 'http://localhost:20002', 'x-alidade': '1' },
          ...{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await handlers[method]?.(request, { params: Promise.resolve({ id }) });
      if (answer === undefined) throw new Error(`${route} has no ${method}`);
      const text = await answer.text();
      const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const name = `${outputs.size} ${method} ${route}?${query} ${id} ${answer.status}`;
      outputs.set(`${name}: headers`, head).set(`${name}: body`, text);
      return { status: answer.status, text };
    },
  };
}
