import type { HopFacts, PodFacts, RequestFacts, SpanStyle } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';
import { podLabels } from './pod-parts';

/** The spans of Linkerd's proxies, which only continue the traces that requests carry. */
export const LINKERD_SPANS: SpanStyle = {
  beginsTraces: false,
  reporter: (facts) => ({
    service: 'linkerd-proxy',
    process: [['host.name', facts.pod], ['process.pid', '1'], ...labelTags(facts)],
  }),
  application: ({ workload: { app, namespace }, pod }) => ({
    service: app,
    process: [
      ['k8s.pod.name', pod],
      ['k8s.namespace.name', namespace],
    ],
  }),
  operation: ({ path }) => path,
  tags: requestTags,
};

/** Every label of the pod is in the resource of its spans. */
function labelTags({ workload }: PodFacts): readonly Tag[] {
  const { app, version } = workload;
  return Object.entries({ app, version, ...podLabels(workload) });
}

function requestTags(_: PodFacts, request: RequestFacts, hop: HopFacts): readonly Tag[] {
  const { host, port, path, isGrpc, code } = hop;
  return [
    ['http.request.method', isGrpc ? 'POST' : 'GET'],
    ['url.scheme', 'http'],
    ['url.path', path],
    ['url.full', `http://${host}:${String(port)}${path}`],
    ['network.transport', 'tcp'],
    ['server.address', host],
    ['server.port', String(port)],
    ['user_agent.original', request.userAgent],
    ['http.response.status_code', code],
    ...(isGrpc ? [['http.request.header.content-type', 'application/grpc'] as const] : []),
  ];
}
