import {
  SERVICE_DEFAULTS,
  SERVICE_INTENTIONS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import { textOf } from '@/lib/mesh/fields';
import { SERVICE, serviceByName, type ReferenceRule } from '@/lib/mesh/references';

/** Where Consul's config entries name services. Entries are named after theirs. */
export const CONSUL_REFERENCES: readonly ReferenceRule[] = [
  ...[SERVICE_SPLITTER, SERVICE_RESOLVER, SERVICE_ROUTER, SERVICE_DEFAULTS].map(
    (from): ReferenceRule => ({ from, at: 'metadata/name', read: serviceByName }),
  ),
  { from: SERVICE_SPLITTER, at: 'spec/splits/*/service', read: serviceByName },
  { from: SERVICE_ROUTER, at: 'spec/routes/*/destination/service', read: serviceByName },
  { from: SERVICE_RESOLVER, at: 'spec/redirect/service', read: serviceByName },
  { from: SERVICE_INTENTIONS, at: 'spec/destination/name', read: unlessAll },
  { from: SERVICE_INTENTIONS, at: 'spec/sources/*', read: source },
];

type Read = ReferenceRule['read'];

/** `*` stands for every service. */
function unlessAll(...[value, object]: Parameters<Read>): ReturnType<Read> {
  return value === '*' ? null : serviceByName(value, object);
}

function source(...[value, object]: Parameters<Read>): ReturnType<Read> {
  const name = textOf(Reflect.get(Object(value), 'name'));
  const namespace = textOf(Reflect.get(Object(value), 'namespace'));
  if (name === undefined || name === '*') return null;
  const { group, plural, kind } = SERVICE;
  return { group, plural, kind, namespace: namespace ?? object.metadata.namespace ?? '', name };
}
