import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { declaredProtocol, isInMesh, portsOfService } from '@/lib/mesh/istio/checks/service-pods';

export const unnamedPort: Rule = {
  code: 'IS601',
  severity: 'note',
  title: 'A port of a service does not say what it speaks',
  why: 'Istio looks into the first bytes to find out. Where the server speaks first, that costs time, and HTTP routes may not apply.',
  mend: 'Begin the name of the port with its protocol (http-web), or set appProtocol.',
  link: analysisPage('IST0118'),
  subjects: [SERVICES],
  reads: [PODS],
  check: (object, lookups) => {
    const unnamed = portsOfService(object).filter(
      (port) => port.transport === 'TCP' && declaredProtocol(port) === undefined,
    );
    if (unnamed.length === 0 || !isInMesh(object, lookups)) return [];
    return unnamed.map(({ path, number, name }) =>
      at(path, `Port ${number}${name === undefined ? '' : ` (${name})`} names no protocol.`),
    );
  },
};
