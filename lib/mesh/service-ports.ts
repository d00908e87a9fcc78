import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { serviceOf, type WorkloadIndex } from '@/lib/mesh/workload-index';

export interface ServicePort {
  readonly number: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
}

/** The ports of a host's service, with the protocol that their name or `appProtocol` stands for. */
export function portsOf(
  index: Pick<WorkloadIndex, 'services'>,
  fqdn: string,
): readonly ServicePort[] {
  const ports = listOf(fieldsOf(serviceOf(index, fqdn)?.spec)['ports']).map(fieldsOf);
  return ports.flatMap((port) => {
    const number = numberOf(port['port']);
    if (number === undefined) return [];
    const declared = textOf(port['appProtocol']) ?? textOf(port['name'])?.split('-')[0] ?? '';
    return [{ number, protocol: protocolOf(declared.toLowerCase()) }];
  });
}

function protocolOf(declared: string): ServicePort['protocol'] {
  if (declared.startsWith('grpc')) return 'grpc';
  return /^(tcp|tls|https|mongo|mysql|redis)$/.test(declared) ? 'tcp' : 'http';
}

/** What those ports of hosts speak that a call may go to; HTTP where nothing is known. */
export function protocolOfPorts(
  index: Pick<WorkloadIndex, 'services'>,
  targets: readonly { readonly fqdn: string; readonly port?: number | undefined }[],
): ServicePort['protocol'] {
  const protocols = targets.flatMap(({ fqdn, port }) =>
    portsOf(index, fqdn)
      .filter(({ number }) => port === undefined || number === port)
      .map(({ protocol }) => protocol),
  );
  const [first] = protocols;
  return first !== undefined && protocols.every((each) => each === first) ? first : 'http';
}
