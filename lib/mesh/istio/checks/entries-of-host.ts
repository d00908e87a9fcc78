import type { KubeObject } from '@/lib/domain/kube-object';
import type { Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { fieldsOf, listOf, numberOf, textOf, textsOf } from '@/lib/mesh/fields';
import { isSeenWith } from '@/lib/mesh/istio/export-to';
import { SERVICE_ENTRY } from '@/lib/mesh/istio/kinds';
import { isSameObject } from '@/lib/mesh/object-names';

const hostsOf = ({ spec }: KubeObject) => textsOf(fieldsOf(spec)['hosts']);

const BY_HOST: ObjectIndex = { kind: SERVICE_ENTRY, keysOf: hostsOf };

/** Two ServiceEntries that speak of one port of one host to the same callers. */
export interface SharedPort {
  readonly other: KubeObject;
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  readonly otherProtocol: string;
  readonly path: string;
}

/** Where another ServiceEntry speaks of the same port of the same host. */
export function sharedPorts(entry: KubeObject, lookups: Lookups): readonly SharedPort[] {
  return hostsOf(entry).flatMap((host) =>
    lookups
      .find(BY_HOST, host)
      .filter((other) => !isSameObject(other, entry) && isSeenWith(other, entry))
      .flatMap((other) =>
        portsOf(entry).flatMap(({ port, protocol, path }) =>
          portsOf(other)
            .filter((its) => its.port === port)
            .map((its) => ({ other, host, port, protocol, otherProtocol: its.protocol, path })),
        ),
      ),
  );
}

function portsOf({ spec }: KubeObject) {
  return listOf(fieldsOf(spec)['ports']).map((port, i) => {
    const { number, protocol } = fieldsOf(port);
    return {
      port: numberOf(number) ?? 0,
      protocol: (textOf(protocol) ?? '').toUpperCase(),
      path: `/spec/ports/${i}`,
    };
  });
}
