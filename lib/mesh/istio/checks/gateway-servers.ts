import type { KubeObject } from '@/lib/domain/kube-object';
import { everywhere } from '@/lib/mesh/checks/indexes';
import type { Lookups } from '@/lib/mesh/checks/rule';
import { fieldsOf, listOf, numberOf, textOf, textsOf } from '@/lib/mesh/fields';
import { selectorOf } from '@/lib/mesh/istio/checks/gateway-selector';
import { GATEWAY } from '@/lib/mesh/istio/kinds';
import { isSameObject } from '@/lib/mesh/object-names';

/** One server of a Gateway. */
export interface GatewayServer {
  readonly path: string;
  readonly port: number;
  readonly protocol: string;
  /** Without the namespaces that they may be kept to. */
  readonly hosts: readonly string[];
  readonly credential?: string | undefined;
  readonly tlsMode?: string | undefined;
}

/** Reads the servers of a Gateway. */
export function serversOf({ spec }: KubeObject): readonly GatewayServer[] {
  return listOf(fieldsOf(spec)['servers']).map((server, i) => {
    const { port, hosts, tls } = fieldsOf(server);
    const { number, protocol } = fieldsOf(port);
    return {
      path: `/spec/servers/${i}`,
      port: numberOf(number) ?? 0,
      protocol: (textOf(protocol) ?? '').toUpperCase(),
      hosts: textsOf(hosts).map((host) => host.split('/').at(-1) ?? host),
      credential: textOf(fieldsOf(tls)['credentialName']),
      tlsMode: textOf(fieldsOf(tls)['mode']),
    };
  });
}

/** The other Gateways whose servers are on the same pods, as far as equal selectors tell. */
export function besides(gateway: KubeObject, lookups: Lookups): readonly KubeObject[] {
  const own = keyOfSelector(gateway);
  return everywhere(lookups, GATEWAY).filter(
    (other) => !isSameObject(other, gateway) && keyOfSelector(other) === own,
  );
}

function keyOfSelector(gateway: KubeObject): string {
  return JSON.stringify(Object.entries(selectorOf(gateway)).toSorted());
}
