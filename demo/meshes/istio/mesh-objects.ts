import type { DemoRoute, DemoTopology } from '../../model/types';
import { destinationRule, toSubsets, virtualService } from './objects';
import type { JsonObject } from '../../kubernetes/json';

/** The VirtualServices and DestinationRules that make a topology's own routes. */
export function meshObjects({ routes, workloads }: DemoTopology): readonly JsonObject[] {
  return routes.flatMap((route) => {
    const [namespace = '', name = ''] = route.service.split('/');
    const versions = workloads
      .filter((each) => each.namespace === namespace && each.service === name)
      .map(({ version }) => version);
    const subsets = Object.fromEntries(versions.map((version) => [version, version]));
    return [
      virtualService({ namespace, name }, { hosts: [name], http: httpRules(name, route) }),
      destinationRule(namespace, name, subsets),
    ];
  });
}

function httpRules(host: string, { header, rest }: DemoRoute): readonly JsonObject[] {
  const weights = (shares: Readonly<Record<string, number>>): (readonly [string, number])[] =>
    Object.entries(shares).map(([version, share]) => [version, Math.round(share * 100)] as const);
  const match = [{ headers: { 'x-canary': { exact: 'true' } } }];
  return [
    ...(Object.keys(header).length > 0
      ? [{ match, route: toSubsets(host, ...weights(header)) }]
      : []),
    ...(Object.keys(rest).length > 0 ? [{ route: toSubsets(host, ...weights(rest)) }] : []),
  ];
}
