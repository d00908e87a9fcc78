import type { DemoService, DemoWorkload } from '../../model/types';

/** Services that are shared out over one Service for each of their versions. */
const SHARED_OUT: ReadonlySet<string> = new Set([
  'loyalty/points',
  'loyalty/coupons',
  'loyalty/rewards',
  'members/members',
]);

/** Of those, the ones that a ServiceProfile shares out, for which there are no metrics by route. */
const BY_PROFILE: ReadonlySet<string> = new Set(['loyalty/coupons', 'loyalty/rewards']);

/** The services that Linkerd's own routes are attached to. */
const BY_ROUTE: ReadonlySet<string> = new Set(['loyalty/points', 'members/members']);

type Service = Pick<DemoService, 'namespace' | 'name'>;

const keyOf = ({ namespace, name }: Service): string => `${namespace}/${name}`;

/** The name of the Service whose endpoints a client balances over to reach one of the versions. */
export function leafOf(service: Service, version: string): string {
  return SHARED_OUT.has(keyOf(service)) ? `${service.name}-${version}` : service.name;
}

/** The Service that a workload is reached by. */
export function balancedOver(service: Service, target: DemoWorkload): string {
  return leafOf(service, target.version);
}

export function hasProfile(service: Service): boolean {
  return BY_PROFILE.has(keyOf(service));
}

export function hasRoute(service: Service): boolean {
  return BY_ROUTE.has(keyOf(service));
}
