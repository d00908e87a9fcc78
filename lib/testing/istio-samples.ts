import type { GraphView, MeshEdge } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { telemetry } from '@/lib/mesh/istio/telemetry';

export type Labels = Readonly<Record<string, string>>;

export const WEB: Labels = {
  source_cluster: 'Kubernetes',
  source_workload_namespace: 'shop',
  source_workload: 'web',
  source_canonical_service: 'web',
  source_canonical_revision: 'v1',
};
export const NOBODY: Labels = {
  source_cluster: 'unknown',
  source_workload_namespace: 'unknown',
  source_workload: 'unknown',
  source_canonical_service: 'unknown',
  source_canonical_revision: 'latest',
};
export const CART_HOST: Labels = {
  destination_service: 'cart.shop.svc.cluster.local',
  destination_service_name: 'cart',
  destination_service_namespace: 'shop',
};
export const cartWorkload = (version: string): Labels => ({
  destination_cluster: 'Kubernetes',
  destination_workload_namespace: 'shop',
  destination_workload: `cart-${version}`,
  destination_canonical_service: 'cart',
  destination_canonical_revision: version,
});
export const UNNAMED: Labels = {
  destination_cluster: 'unknown',
  destination_workload_namespace: 'unknown',
  destination_workload: 'unknown',
  destination_canonical_service: 'unknown',
  destination_canonical_revision: 'latest',
};
export const OK: Labels = { request_protocol: 'http', response_code: '200', response_flags: '-' };

export const server = { reporter: 'destination', connection_security_policy: 'mutual_tls' };
export const client = { reporter: 'source', connection_security_policy: 'unknown' };
export const code = (response_code: string, response_flags = '-'): Labels => ({
  request_protocol: 'http',
  response_code,
  response_flags,
});

/** A sample whose labels are put together from parts; later ones win. */
export function sample(value: number, ...labels: readonly Labels[]): VectorSample {
  return { value, labels: new Map(labels.flatMap((each) => Object.entries(each))) };
}

/** Reads edges from answers; they are keyed by ends without the cluster, and protocol. */
export function readTelemetry(
  answers: Readonly<Record<string, readonly VectorSample[]>>,
  view: GraphView = 'workload',
) {
  const { nodes, edges } = telemetry(new Map(Object.entries(answers)), {
    windowSeconds: 300,
    view,
    proxies: 'folded',
  });
  return { nodes, edges: new Map(edges.map((edge) => [shortId(edge), edge])) };
}

const shortId = ({ source, target, protocol }: MeshEdge) =>
  [source, target].map((id) => id.split('/').slice(1).join('/')).join(' → ') + ` ${protocol}`;
