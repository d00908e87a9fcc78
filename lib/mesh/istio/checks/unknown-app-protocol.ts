import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { isInMesh, portsOfService } from '@/lib/mesh/istio/checks/service-pods';

const KNOWN =
  /^(grpc|grpc-web|http|http2|https|mongo|mysql|redis|tcp|tls|udp|hbone|kubernetes\.io\/(h2c|ws|wss))$/i;

export const unknownAppProtocol: Rule = {
  code: 'IS602',
  severity: 'warning',
  title: 'The appProtocol of a port is none that Istio knows',
  why: 'Istio then finds out by itself what the port speaks, whatever its name says.',
  mend: 'Write a protocol that Istio knows (http, http2, grpc, https, tls, tcp, …), or remove appProtocol.',
  link: analysisPage('IST0118'),
  subjects: [SERVICES],
  reads: [PODS],
  check: (object, lookups) => {
    const unknown = portsOfService(object).filter(
      // Other prefixes are for other programs, and no mistake.
      ({ appProtocol = 'tcp' }) => !appProtocol.includes('/') && !KNOWN.test(appProtocol),
    );
    if (unknown.length === 0 || !isInMesh(object, lookups)) return [];
    return unknown.map(({ path, appProtocol = '' }) =>
      at(`${path}/appProtocol`, `${appProtocol} is no protocol that Istio knows.`),
    );
  },
};
