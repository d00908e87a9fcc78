import type { KubeObject } from '@/lib/domain/kube-object';
import { membershipOf } from '@/lib/mesh/ambient/detect';
import type { Lookups } from '@/lib/mesh/checks/rule';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { podsOfService } from '@/lib/mesh/istio/checks/rule-host';
import { hasSidecar } from '@/lib/mesh/istio/detect';

/** Whether any pod behind a Service is in the mesh, so that Istio looks at the Service. */
export function isInMesh(service: KubeObject, lookups: Lookups): boolean {
  return podsOfService(service, lookups).some((pod) => hasSidecar(pod) || membershipOf(pod).inMesh);
}

/** A port of a Service and where it stands. */
export interface Port {
  readonly path: string;
  readonly number: number;
  readonly target: unknown;
  readonly name?: string | undefined;
  readonly appProtocol?: string | undefined;
  /** TCP, UDP or SCTP. */
  readonly transport: string;
}

/** Reads the ports of a Service. */
export function portsOfService({ spec }: KubeObject): readonly Port[] {
  return listOf(fieldsOf(spec)['ports']).map((port, i) => {
    const fields = fieldsOf(port);
    return {
      path: `/spec/ports/${i}`,
      number: numberOf(fields['port']) ?? 0,
      target: fields['targetPort'] ?? fields['port'],
      name: textOf(fields['name']),
      appProtocol: textOf(fields['appProtocol']),
      transport: textOf(fields['protocol']) ?? 'TCP',
    };
  });
}

/** The protocols that Istio tells by the first part of a port's name. */
const NAMED = /^(grpc|grpc-web|http|http2|https|mongo|mysql|redis|tcp|tls|udp|hbone)(-|$)/;

/** What a port says that it speaks; undefined where Istio has to find out by itself. */
export function declaredProtocol({ name, appProtocol }: Port): string | undefined {
  if (appProtocol !== undefined) return appProtocol.toLowerCase();
  return NAMED.exec(name ?? '')?.[1];
}
