import type { KubeObject } from '@/lib/domain/kube-object';
import type { Lookups } from '@/lib/mesh/checks/rule';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { fqdnOf, serviceNameOf, type ServiceName } from '@/lib/mesh/hosts';
import { serviceSelects } from '@/lib/mesh/workload-index';

/** The host of a DestinationRule as a fully qualified name. */
export function ruleHostOf({ metadata, spec }: KubeObject): string {
  return fqdnOf(textOf(fieldsOf(spec)['host']) ?? '', metadata.namespace ?? '');
}

/** The Service that a DestinationRule is for; null for other hosts and for wildcards. */
export function ruleServiceOf(rule: KubeObject): ServiceName | null {
  const host = ruleHostOf(rule);
  return host.includes('*') ? null : serviceNameOf(host);
}

/** The running pods that a Service selects. */
export function podsOfService(service: KubeObject, lookups: Lookups): readonly KubeObject[] {
  return podsIn(lookups, service.metadata.namespace ?? '').filter(({ metadata }) =>
    serviceSelects(service, metadata.labels),
  );
}
