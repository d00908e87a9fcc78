import type { KubeObject } from '@/lib/domain/kube-object';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { containersOf } from '@/lib/mesh/detection';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { podsOfService } from '@/lib/mesh/istio/checks/rule-host';
import { isInMesh, portsOfService } from '@/lib/mesh/istio/checks/service-pods';

export const unknownTargetPort: Rule = {
  code: 'IS603',
  severity: 'error',
  title: 'A service leads to a port by a name that none of its pods has',
  why: 'The service has no endpoints at this port: every call to it fails.',
  mend: 'Correct targetPort, or name the port of the container so.',
  link: networkingPage('virtual-service'),
  subjects: [SERVICES],
  reads: [PODS],
  check: (object, lookups) => {
    const named = portsOfService(object).filter(({ target }) => typeof target === 'string');
    const pods = named.length === 0 ? [] : podsOfService(object, lookups);
    if (pods.length === 0 || !isInMesh(object, lookups)) return [];
    const names = new Set(pods.flatMap(portNames));
    return named
      .filter(({ target }) => !names.has(target))
      .map(({ path, target }) =>
        at(
          `${path}/targetPort`,
          `None of the ${pods.length} pods has a port called ${String(target)}.`,
        ),
      );
  },
};

function portNames(pod: KubeObject): readonly unknown[] {
  return containersOf(pod).flatMap(({ ports }) =>
    listOf(ports).map((port) => fieldsOf(port)['name']),
  );
}
