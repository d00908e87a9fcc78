import type {
  ClientTls,
  ClientTlsMode,
  Decision,
  MeshPolicies,
  PolicyCall,
  PolicyWorkload,
  ServerTls,
  TlsMode,
} from '@/lib/domain/policy';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESH, VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';
import { draftBackend, tightenNamespace } from '@/lib/mesh/app-mesh/draft-policy';
import { describePolicies } from '@/lib/mesh/app-mesh/policy-words';
import { reachIn, type Backend, type Reach } from '@/lib/mesh/app-mesh/reachable';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import {
  composeChain,
  composeClient,
  defaultLink,
  plainClient,
  unknownClient,
  type Said,
} from '@/lib/mesh/policies/chain';
import { refOf } from '@/lib/mesh/object-refs';
import { byNobody, byObject } from '@/lib/mesh/policies/refs';

const ID = 'app-mesh';

/** What App Mesh's objects say: TLS by listeners and backends, and no authorization but who declares whom. */
export function policies(objects: ObjectStore): MeshPolicies {
  const reach = reachIn(objects);
  return {
    described: describePolicies(objects),
    serverTls: (workload, port) => serverTls(workload, port, reach),
    clientTls: (call) => clientTls(call, reach),
    decide: (call) => decide(call, reach),
    draft: (call) => draftBackend(call, reach),
    tighten: (namespace) => tightenNamespace(namespace, objects),
  };
}

const MODES: Readonly<Record<string, TlsMode>> = {
  STRICT: 'strict',
  PERMISSIVE: 'permissive',
  DISABLED: 'disabled',
};

function serverTls(workload: PolicyWorkload, port: number | null, reach: Reach): ServerTls {
  const plain: Said = {
    mode: 'disabled',
    link: defaultLink('DISABLED', 'A listener takes plain text unless it says otherwise.'),
  };
  const node = workload.isGateway ? null : reach.nodeOf(workload);
  if (node === null) {
    const because = workload.isGateway
      ? 'The listeners of its VirtualGateway say what it takes in.'
      : 'No VirtualNode that can be read selects its pods.';
    const mode = workload.isGateway ? 'not-applicable' : 'unknown';
    return composeChain([{ mode, link: defaultLink('', because) }], false);
  }
  const listeners = listOf(fieldsOf(node.spec)['listeners']).map(fieldsOf);
  const index = listeners.length === 1 ? 0 : listeners.findIndex((each) => portOf(each) === port);
  const { mode, validation } = fieldsOf(listeners[index]?.['tls']);
  const value = textOf(mode);
  if (value === undefined) return composeChain([plain], false);
  const proof =
    validation === undefined
      ? 'asks callers for no certificate'
      : 'checks the caller’s certificate';
  const link = {
    ...{
      scope: 'port' as const,
      object: refOf(node, VIRTUAL_NODE),
      path: `spec.listeners[${index}].tls.mode`,
      value,
    },
    because: `It is for the listener, which ${proof}.`,
  };
  return composeChain([plain, { mode: MODES[value] ?? 'unknown', link }], validation !== undefined);
}

function portOf(listener: Fields): number | undefined {
  return numberOf(fieldsOf(listener['portMapping'])['port']);
}

function clientTls({ source, target, port }: PolicyCall, reach: Reach): ClientTls {
  if (source.kind === 'outside') return plainClient('The caller has no proxy of a mesh.');
  if (source.kind === 'unknown') return unknownClient('Nobody may know what the caller does.');
  if (target.mesh !== ID) return plainClient('The way leads to no node of this mesh.');
  const caller = reach.nodeOf(source.workload);
  if (caller === null) return unknownClient('No VirtualNode that can be read selects the caller.');
  const backend = backendFor(caller, target, reach);
  const defaults = fieldsOf(fieldsOf(caller.spec)['backendDefaults'])['clientPolicy'];
  const silent: Said<ClientTlsMode> = {
    mode: 'unknown',
    link: defaultLink('', 'Its VirtualNode asks for no TLS; what it does then is not told.'),
  };
  return composeClient([
    silent,
    ...said(caller, defaults, 'spec.backendDefaults', 'It is for all its backends.', port),
    ...(backend === undefined
      ? []
      : said(
          caller,
          backend.clientPolicy,
          backend.path + '.virtualService',
          'It is for this backend.',
          port,
        )),
  ]);
}

function said(
  caller: KubeObject,
  clientPolicy: unknown,
  at: string,
  because: string,
  port: number | null,
): Said<ClientTlsMode>[] {
  const { tls } = fieldsOf(clientPolicy);
  const { enforce, certificate, ports } = fieldsOf(tls);
  const only = listOf(ports);
  if (tls === undefined || (only.length > 0 && !only.includes(port))) return [];
  const isEnforced = enforce !== false;
  const shows = certificate === undefined ? 'without a certificate' : 'with a certificate';
  const value = `${isEnforced ? 'enforced' : 'not enforced'}, ${shows}`;
  const link = {
    ...{
      scope: 'workload' as const,
      object: refOf(caller, VIRTUAL_NODE),
      path: `${at}.clientPolicy.tls`,
      value,
      because,
    },
  };
  if (!isEnforced) return [{ mode: 'unknown', link }];
  return [{ mode: certificate === undefined ? 'simple' : 'mutual', link }];
}

function backendFor(caller: KubeObject, target: PolicyWorkload, reach: Reach): Backend | undefined {
  const node = reach.nodeOf(target);
  if (node === null) return undefined;
  const services = reach.servicesOf(node);
  return reach.backendsOf(caller).find(({ service }) => service !== null && services.has(service));
}

function decide({ source, target }: PolicyCall, reach: Reach): Decision {
  if (source.kind === 'unknown') return byNobody('unknown', 'Who calls is not told.');
  if (source.kind === 'outside' || source.workload.mesh !== ID) {
    return byNobody('allowed', 'App Mesh has no authorization: who reaches the port may call.');
  }
  const caller = reach.nodeOf(source.workload);
  if (caller === null) return byNobody('unknown', 'No VirtualNode that can be read is the caller.');
  const backend = backendFor(caller, target, reach);
  if (backend !== undefined) {
    return byObject(
      'allowed',
      refOf(caller, VIRTUAL_NODE),
      backend.path,
      `${caller.metadata.name} declares it as a backend.`,
    );
  }
  return byEgress(caller, reach.meshOf(caller));
}

/** Without a backend it is as the mesh says of calls out of it. */
function byEgress(caller: KubeObject, mesh: KubeObject | null): Decision {
  const type = textOf(fieldsOf(fieldsOf(mesh?.spec)['egressFilter'])['type']);
  const { name } = caller.metadata;
  if (mesh === null || type === undefined) {
    return byNobody(
      'unknown',
      `${name} does not declare it, and what the mesh says of that is not told.`,
    );
  }
  const isOpen = type === 'ALLOW_ALL';
  return byObject(
    isOpen ? 'allowed' : 'denied',
    refOf(mesh, MESH),
    'spec.egressFilter.type',
    `${name} does not declare it, and the mesh ${isOpen ? 'lets all calls out' : 'drops such calls'}.`,
  );
}
