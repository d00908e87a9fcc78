import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';

/** A traffic policy of a DestinationRule, and where it stands. */
export interface TrafficPolicy {
  readonly fields: Fields;
  readonly path: string;
}

/** All traffic policies of a DestinationRule: for all, for ports, for subsets and for ports of subsets. */
export function trafficPoliciesOf({ spec }: KubeObject): readonly TrafficPolicy[] {
  const { trafficPolicy, subsets } = fieldsOf(spec);
  return [
    ...withPorts(trafficPolicy, '/spec/trafficPolicy'),
    ...listOf(subsets).flatMap((subset, i) =>
      withPorts(fieldsOf(subset)['trafficPolicy'], `/spec/subsets/${i}/trafficPolicy`),
    ),
  ];
}

function withPorts(policy: unknown, path: string): readonly TrafficPolicy[] {
  if (policy === undefined) return [];
  const fields = fieldsOf(policy);
  return [
    { fields, path },
    ...listOf(fields['portLevelSettings']).map((port, i) => ({
      fields: fieldsOf(port),
      path: `${path}/portLevelSettings/${i}`,
    })),
  ];
}

/** How a traffic policy has callers speak TLS; undefined where it leaves that to Istio. */
export function tlsModeOf({ fields }: TrafficPolicy): string | undefined {
  return textOf(fieldsOf(fields['tls'])['mode']);
}
