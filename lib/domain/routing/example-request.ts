import type { ExampleRequest } from '@/lib/domain/routing/request-match';

/** A request as a person writes it down. */
interface Written {
  readonly method: string;
  /** The path, with or without a query. */
  readonly address: string;
  /** One a line, `name: value`. */
  readonly headers: string;
}

const GRPC_PATH = /^\/([A-Za-z0-9_.]+)\/([A-Za-z0-9_]+)$/;

/** Reads a request that was written down. Lines that are no headers are left out. */
export function exampleRequest({ method, address, headers }: Written): ExampleRequest {
  const [path = '', query = ''] = address.split('?', 2);
  const full = path.startsWith('/') ? path : `/${path}`;
  const [, service, called] = GRPC_PATH.exec(full) ?? [];
  return {
    method,
    path: full,
    headers: Object.fromEntries(headers.split('\n').flatMap(headerIn)),
    query: Object.fromEntries(new URLSearchParams(query)),
    grpc: service === undefined || called === undefined ? null : { service, method: called },
  };
}

function headerIn(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':', 1);
  if (colon === -1) return [];
  const name = line.slice(0, colon).trim().toLowerCase();
  return name === '' ? [] : [[name, line.slice(colon + 1).trim()]];
}
