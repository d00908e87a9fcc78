import { isIstio } from '../../model/accounts';
import type { Flow, Outcome } from '../../model/flow';
import { hostOf, type Labels } from '../../model/labels';
import type { DemoService, DemoWorkload } from '../../model/types';

const CLUSTER = 'Kubernetes';
const UNKNOWN = 'unknown';
/** What Istio writes for the revision of a peer that it knows nothing of. */
const UNKNOWN_REVISION = 'latest';

/** Where a proxy stands on the way of a request. */
export type Side = 'source' | 'destination' | 'waypoint';

/** What a proxy knows of the other side. */
interface Peer {
  readonly workload: string;
  readonly namespace: string;
  readonly principal: string;
  readonly app: string;
  readonly version: string;
  readonly revision: string;
  readonly cluster: string;
}

const UNKNOWN_PEER: Peer = {
  workload: UNKNOWN,
  namespace: UNKNOWN,
  principal: UNKNOWN,
  app: UNKNOWN,
  version: UNKNOWN,
  revision: UNKNOWN_REVISION,
  cluster: UNKNOWN,
};

function peerOf(workload: DemoWorkload | null, isSecure: boolean): Peer {
  // Proxies of another mesh do not say who they are.
  if (!workload || !isIstio(workload.mesh)) return UNKNOWN_PEER;
  const { namespace, name, app, version } = workload;
  return {
    workload: name,
    namespace,
    principal: isSecure ? `spiffe://cluster.local/ns/${namespace}/sa/${app}` : UNKNOWN,
    app,
    version,
    revision: version,
    cluster: CLUSTER,
  };
}

function peerLabels(side: 'source' | 'destination', peer: Peer): Labels {
  return {
    [`${side}_app`]: peer.app,
    [`${side}_canonical_revision`]: peer.revision,
    [`${side}_canonical_service`]: peer.app,
    [`${side}_cluster`]: peer.cluster,
    [`${side}_principal`]: peer.principal,
    [`${side}_version`]: peer.version,
    [`${side}_workload`]: peer.workload,
    [`${side}_workload_namespace`]: peer.namespace,
  };
}

function serviceLabels(service: DemoService): Labels {
  const host = hostOf(service);
  if (service.undeclared) {
    return {
      destination_service: host,
      destination_service_name: 'PassthroughCluster',
      destination_service_namespace: UNKNOWN,
    };
  }
  return {
    destination_service: host,
    destination_service_name: service.externalHost ?? service.name,
    destination_service_namespace: service.namespace,
  };
}

function policyOf(flow: Flow, reporter: Side): string {
  if (reporter === 'source') return UNKNOWN;
  // A request that a waypoint could not pass on had come to it under mutual TLS.
  if (reporter === 'waypoint') return 'mutual_tls';
  return flow.isSecure ? 'mutual_tls' : 'none';
}

/** That a request was held back on purpose is known to the proxy that did it. */
function flagsOf(outcome: Outcome | null, reporter: Side): string {
  const flags = outcome?.flags ?? '-';
  if (outcome?.heldBackMs === undefined || reporter !== 'source') return flags;
  return flags === '-' ? 'DI' : `${flags},DI`;
}

/** The labels that Istio's proxies put on a series: 25, or 23 for TCP, which has no outcome. */
export function istioLabels(flow: Flow, reporter: Side, outcome: Outcome | null): Labels {
  const { source, target, service, isSecure } = flow;
  const common = {
    reporter,
    ...peerLabels('source', peerOf(source, isSecure)),
    ...peerLabels('destination', peerOf(target, isSecure)),
    ...serviceLabels(service),
    request_protocol: service.protocol,
    response_flags: flagsOf(outcome, reporter),
    connection_security_policy: policyOf(flow, reporter),
  };
  if (!outcome) return common;
  return {
    ...common,
    response_code: outcome.code,
    grpc_response_status: outcome.grpcStatus ?? '',
  };
}
