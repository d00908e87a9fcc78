import { keepSeries, type KeptSamples } from '@/demo/prometheus/kept-store';
import { parseNodeId, type GraphView, type MeshEdge } from '@/lib/domain/model';
import { telemetryQueries } from '@/lib/mesh/linkerd/queries';
import { telemetry } from '@/lib/mesh/linkerd/telemetry';
import { answersFrom } from '@/lib/testing/mesh-answers';

type Labels = Readonly<Record<string, string>>;
type Series = readonly [name: string, labels: Labels, samples: KeptSamples];

/** A counter that grows by this much a second. */
export function growing(perSecond: number): KeptSamples {
  return [0, 1, 2, 3, 4, 5, 6].map((step) => step * 10 * perSecond);
}

/** What the scrape says of a pod of a Deployment. */
export function pod(deployment: string, more: Labels = {}): Labels {
  return {
    namespace: 'shop',
    deployment,
    pod: `${deployment}-1`,
    instance: `${deployment}:4191`,
    app: deployment.replace(/-v\d$/, ''),
    version: /v\d$/.exec(deployment)?.[0] ?? 'v1',
    ...more,
  };
}

/** What a client is told of an endpoint. */
export function to(deployment: string, service = deployment, more: Labels = {}): Labels {
  return {
    direction: 'outbound',
    tls: 'true',
    target_addr: `${deployment}:8080`,
    authority: `${service}.shop.svc.cluster.local:8080`,
    dst_namespace: 'shop',
    dst_service: service,
    dst_deployment: deployment,
    dst_pod: `${deployment}-1`,
    ...more,
  };
}

export const OK: Labels = {
  status_code: '200',
  classification: 'success',
  grpc_status: '',
  error: '',
};
export const FAILED: Labels = { ...OK, status_code: '500', classification: 'failure' };

/** A backend, as route metrics name it. */
export function backend(name: string, more: Labels = {}): Labels {
  return {
    parent_name: 'cart',
    parent_namespace: 'shop',
    backend_namespace: 'shop',
    backend_name: name,
    http_status: '200',
    error: '',
    ...more,
  };
}

const ONE_SECOND_BOUNDS = ['0.025', '0.05', '0.1', '0.25', '0.5', '1', '10', '+Inf'];
const MS_BOUNDS = ['10', '20', '30', '40', '50', '100', '+Inf'];

/** A histogram in which everything falls into one bucket, by its upper bound. */
export function histogram(
  name: string,
  labels: Labels,
  bound: string,
  perSecond: number,
): readonly Series[] {
  const bounds = name.includes('seconds') ? ONE_SECOND_BOUNDS : MS_BOUNDS;
  const from = bounds.indexOf(bound);
  return bounds.map((le, i) => [name, { ...labels, le }, growing(i >= from ? perSecond : 0)]);
}

const shortId = (id: string) => {
  const { namespace = '', kind = '', name = '' } = parseNodeId(id) ?? {};
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
};

/** What is told of some series one minute after they began; edges by their ends and protocol. */
export function readSeries(series: readonly Series[], view: GraphView = 'workload') {
  const request = { windowSeconds: 60, view, proxies: 'folded' } as const;
  const answers = answersFrom(keepSeries(...series), telemetryQueries(request), 60);
  const { nodes, edges, warnings = [] } = telemetry(answers, request);
  const keyOf = ({ source, target, protocol }: MeshEdge) =>
    `${shortId(source)} > ${shortId(target)} ${protocol}`;
  return { nodes, warnings, edges: new Map(edges.map((edge) => [keyOf(edge), edge])) };
}
