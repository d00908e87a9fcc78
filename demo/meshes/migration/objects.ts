import type { JsonObject } from '../../kubernetes/json';
import { destinationRule, toSubsets, virtualService } from '../istio/objects';
import { leafService, policyRoute, toVersions } from '../linkerd/objects';

/** The same split twice: as the callers obey it that are still on Linkerd, and those that are on Istio. */
export function membersObjects(): readonly JsonObject[] {
  const [namespace, name] = ['members', 'members'];
  return [
    leafService(namespace, name, 'linkerd'),
    leafService(namespace, name, 'istio'),
    policyRoute(namespace, name, [toVersions(name, { linkerd: 70, istio: 30 })]),
    virtualService(
      { namespace, name },
      { hosts: [name], http: [{ route: toSubsets(name, ['linkerd', 70], ['istio', 30]) }] },
    ),
    destinationRule(namespace, name, { linkerd: 'linkerd', istio: 'istio' }),
  ];
}
