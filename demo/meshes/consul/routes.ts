import {
  arrayAt,
  objectAt,
  stringAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import { SERVICES } from '../../kubernetes/kinds';
import { nameOf, namespaceOf, type ObjectStore } from '../../kubernetes/store';
import type { ServiceRouting } from '../part';
import { SERVICE_DEFAULTS, SERVICE_RESOLVERS, SERVICE_ROUTERS, SERVICE_SPLITTERS } from './kinds';

type Shares = Readonly<Record<string, number>>;

/** The config entries of one service. */
interface Chain {
  readonly splitter: JsonObject | undefined;
  readonly resolver: JsonObject | undefined;
  readonly router: JsonObject | undefined;
}

/** How the config entries in force share out each service's requests. */
export function consulRoutes(store: ObjectStore): readonly ServiceRouting[] {
  const all = [SERVICE_SPLITTERS, SERVICE_RESOLVERS, SERVICE_ROUTERS, SERVICE_DEFAULTS].map(
    (kind) => store.list(kind, '') ?? [],
  );
  return (store.list(SERVICES, '') ?? []).flatMap((service) => {
    const own = all.map((entries) => entries.find((entry) => isOf(entry, service)));
    const [splitter, resolver, router, defaults] = own;
    const isTcp = stringAt(defaults, 'spec', 'protocol') === 'tcp';
    if ((splitter ?? resolver ?? router) === undefined || isTcp) return [];
    return [routingOf(service, { splitter, resolver, router })];
  });
}

/** Names are those of services; the demo has no name twice. */
function isOf(entry: JsonObject, service: JsonObject): boolean {
  return nameOf(entry) === nameOf(service) && namespaceOf(entry) === namespaceOf(service);
}

function routingOf(service: JsonObject, chain: Chain): ServiceRouting {
  const subsets = Object.keys(objectAt(chain.resolver, 'spec', 'subsets'));
  const versions = subsets.map((subset) => [versionOf(subset, chain), subset] as const);
  return {
    service: `${namespaceOf(service)}/${nameOf(service)}`,
    callers: ['consul'],
    header: headerShares(chain),
    rest: restShares(chain),
    subsets: Object.fromEntries(versions),
  };
}

function headerShares(chain: Chain): Shares {
  const byHeader = arrayAt(chain.router, 'spec', 'routes').find(
    (route) => arrayAt(route, 'match', 'http', 'header').length > 0,
  );
  const subset = stringAt(byHeader, 'destination', 'serviceSubset');
  return subset === '' ? {} : { [versionOf(subset, chain)]: 1 };
}

function restShares(chain: Chain): Shares {
  const splits = arrayAt(chain.splitter, 'spec', 'splits');
  if (splits.length === 0) {
    const subset = defaultSubset(chain);
    return subset === '' ? {} : { [versionOf(subset, chain)]: 1 };
  }
  const shares: Record<string, number> = {};
  for (const split of splits) {
    const version = versionOf(subsetOf(split, chain), chain);
    shares[version] = (shares[version] ?? 0) + Number(valueAt(split, 'weight') ?? 0) / 100;
  }
  return shares;
}

function subsetOf(split: Json, chain: Chain): string {
  const subset = stringAt(split, 'serviceSubset');
  return subset === '' ? defaultSubset(chain) : subset;
}

function defaultSubset({ resolver }: Chain): string {
  return stringAt(resolver, 'spec', 'defaultSubset');
}

/** The demo's filters ask for nothing but a version. */
function versionOf(subset: string, { resolver }: Chain): string {
  const filter = stringAt(resolver, 'spec', 'subsets', subset, 'filter');
  return /^Service\.Meta\.version == "?([\w.-]+)"?$/.exec(filter)?.[1] ?? `subset ${subset}`;
}
