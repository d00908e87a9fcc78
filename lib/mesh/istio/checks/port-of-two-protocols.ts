import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { podsOfService } from '@/lib/mesh/istio/checks/rule-host';
import {
  declaredProtocol,
  isInMesh,
  portsOfService,
  type Port,
} from '@/lib/mesh/istio/checks/service-pods';
import { nameOf } from '@/lib/mesh/object-names';
import { selectsAny } from '@/lib/mesh/workload-index';

export const portOfTwoProtocols: Rule = {
  code: 'IS604',
  severity: 'warning',
  title: 'Two services give one port of the same pods different protocols',
  why: 'The proxy before the pods takes the port for one of the two; calls by the other fail or are not understood.',
  mend: 'Give the port the same protocol in both services.',
  link: analysisPage('IST0116'),
  subjects: [SERVICES],
  reads: [SERVICES, PODS],
  check: (object, lookups) => {
    const { namespace = '', name } = object.metadata;
    const others = inNamespace(lookups, SERVICES, namespace).filter(
      (other) => other.metadata.name !== name && differ(object, other).length > 0,
    );
    if (others.length === 0 || !isInMesh(object, lookups)) return [];
    const pods = podsOfService(object, lookups);
    return others
      .filter((other) => selectsAny(other, pods))
      .flatMap((other) =>
        differ(object, other).map(({ path, target, protocol }) => {
          const message = `Target port ${String(target)} is ${protocol} here and something else in ${nameOf(other)}.`;
          return at(path, message, other);
        }),
      );
  },
};

/** The ports that lead to one target by different protocols; what is not said differs from nothing. */
function differ(a: KubeObject, b: KubeObject) {
  return portsOfService(a).flatMap((port) => {
    const protocol = declaredProtocol(port);
    const isOther = (other: Port) =>
      other.target === port.target &&
      other.transport === port.transport &&
      ![undefined, protocol].includes(declaredProtocol(other));
    if (protocol === undefined || !portsOfService(b).some(isOther)) return [];
    return [{ path: port.path, target: port.target, protocol }];
  });
}
