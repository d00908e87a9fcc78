import type { Flow, Outcome } from '../../model/flow';
import type { Labels } from '../../model/labels';
import { placeOf } from '../../model/place';
import { replicaSetOf } from '../../model/random';
import type { DemoWorkload } from '../../model/types';
import { balancedOver, hasRoute, leafOf } from './leaves';

const ADMIN_PORT = 4191;

/** What the scrape of Linkerd's own Prometheus adds: the pod, its workload, and all labels of the pod. */
export function scrapeLabels(workload: DemoWorkload, pod: string): Labels {
  const { namespace, name, app, version } = workload;
  return {
    app,
    control_plane_ns: 'linkerd',
    deployment: name,
    instance: `${placeOf(namespace, pod).ip}:${String(ADMIN_PORT)}`,
    job: 'linkerd-proxy',
    namespace,
    pod,
    pod_template_hash: templateHash(pod),
    version,
    workload_ns: namespace,
  };
}

function templateHash(pod: string): string {
  return replicaSetOf(pod).split('-').at(-1) ?? '';
}

function identityOf({ service, namespace }: DemoWorkload): string {
  return `${service}.${namespace}.serviceaccount.identity.linkerd.cluster.local`;
}

function addressLabels(ip: string, port: number): Labels {
  return { target_addr: `${ip}:${String(port)}`, target_ip: ip, target_port: String(port) };
}

/** What a client's proxy says of the endpoint that it called: what the destination controller told it. */
export function endpointLabels({ service, target, isSecure }: Flow, pod: string | null): Labels {
  if (target === null || pod === null) {
    return { ...addressLabels('203.0.113.7', service.port), ...withoutTls(UNKNOWN_TO_DISCOVERY) };
  }
  const { namespace, name, service: account } = target;
  const balanced = balancedOver(service, target);
  return {
    authority: `${balanced}.${service.namespace}.svc.cluster.local:${String(service.port)}`,
    ...addressLabels(placeOf(namespace, pod).ip, service.port),
    ...(isSecure
      ? { tls: 'true', server_id: identityOf(target) }
      : withoutTls(UNKNOWN_TO_DISCOVERY)),
    ...(target.mesh === 'linkerd' && { dst_control_plane_ns: 'linkerd' }),
    dst_deployment: name,
    dst_namespace: namespace,
    dst_pod: pod,
    dst_pod_template_hash: templateHash(pod),
    dst_service: balanced,
    dst_serviceaccount: account,
    dst_zone: '',
    dst_zone_locality: 'unknown',
  };
}

const UNKNOWN_TO_DISCOVERY = 'not_provided_by_service_discovery';

function withoutTls(reason: string): Labels {
  return { tls: 'no_identity', no_tls_reason: reason };
}

const DEFAULT_POLICY = 'all-unauthenticated';

/** What a server's proxy says of a connection: by its port, its policy, and who the client proved to be. */
export function serverLabels({ source, target, isSecure, service }: Flow, pod: string): Labels {
  const ip = target === null ? '' : placeOf(target.namespace, pod).ip;
  return {
    ...addressLabels(ip, service.port),
    ...(isSecure && source !== null
      ? { tls: 'true', client_id: identityOf(source) }
      : withoutTls('no_tls_from_remote')),
    srv_group: '',
    srv_kind: 'default',
    srv_name: DEFAULT_POLICY,
    srv_port: String(service.port),
  };
}

/** What requests have in addition: the route and the authorization that let them in. */
export const ADMITTED: Labels = {
  authz_group: '',
  authz_kind: 'default',
  authz_name: DEFAULT_POLICY,
  route_group: '',
  route_kind: 'default',
  route_name: 'default',
};

/** Calls that are nobody's traffic: the kubelet's probes, and the scrapes of Prometheus. */
export function ownRequestLabels(
  workload: DemoWorkload,
  pod: string,
  of: 'probe' | 'scrape',
): Labels {
  const port = of === 'probe' ? 8080 : ADMIN_PORT;
  return {
    ...addressLabels(placeOf(workload.namespace, pod).ip, port),
    ...withoutTls('no_tls_from_remote'),
    ...ADMITTED,
    ...(of === 'probe' && { route_kind: 'default', route_name: 'probe' }),
    srv_group: '',
    srv_kind: 'default',
    srv_name: DEFAULT_POLICY,
    srv_port: String(port),
  };
}

/** gRPC statuses that Linkerd calls a failure: data loss, deadline, internal, permission, unavailable, unknown. */
const GRPC_FAILURES: ReadonlySet<string> = new Set(['2', '4', '7', '13', '14', '15']);

/** How a response ended, in the words of the older metrics. */
export function outcomeLabels({ code, grpcStatus }: Outcome): Labels {
  const isFailure = code.startsWith('5') || GRPC_FAILURES.has(grpcStatus ?? '');
  return {
    status_code: code,
    classification: isFailure ? 'failure' : 'success',
    grpc_status: grpcStatus ?? '',
    error: '',
  };
}

/** The route and backend of a call, in the words of the newer metrics. */
export function routeLabels({ service, target }: Flow): Labels {
  const { namespace, name, port } = service;
  const route = hasRoute(service)
    ? ['policy.linkerd.io', 'HTTPRoute', namespace, name]
    : ['', 'default', '', 'http'];
  const [group = '', kind = '', routeNamespace = '', routeName = ''] = route;
  return {
    parent_group: 'core',
    parent_kind: 'Service',
    parent_namespace: namespace,
    parent_name: name,
    parent_port: String(port),
    parent_section_name: '',
    route_group: group,
    route_kind: kind,
    route_namespace: routeNamespace,
    route_name: routeName,
    backend_group: 'core',
    backend_kind: 'Service',
    backend_namespace: namespace,
    backend_name: target === null ? leafOf(service, 'v1') : balancedOver(service, target),
    backend_port: String(port),
    backend_section_name: '',
  };
}

const GRPC_WORDS: Readonly<Record<string, string>> = {
  '0': 'OK',
  '2': 'UNKNOWN',
  '4': 'DEADLINE_EXCEEDED',
  '13': 'INTERNAL',
  '14': 'UNAVAILABLE',
};

/** How a response ended in the words of the newer metrics. What was lost has no status but the error's name. */
export function routeOutcomeLabels({ code, grpcStatus, flags }: Outcome, isLost: boolean): Labels {
  const error = isLost ? lostError(flags) : '';
  if (grpcStatus !== undefined) {
    return { grpc_status: isLost ? 'UNKNOWN' : (GRPC_WORDS[grpcStatus] ?? 'UNKNOWN'), error };
  }
  return { http_status: isLost ? '' : code, error };
}

/** Linkerd's word for what Envoy's flags stand for. */
function lostError(flags: string): string {
  if (/^[A-Z]+_/.test(flags)) return flags;
  return flags.includes('UT') ? 'REQUEST_TIMEOUT' : 'FAIL_FAST';
}
