import type { Tag } from '@/lib/domain/raw-trace';

/** Names of the machine among the tags of a process, surest first. Containers of a pod share a clock. */
const PROCESS_KEYS = [
  'node_id',
  'k8s.pod.name',
  'hostname',
  'host.name',
  'host.id',
  'host.ip',
  'ip',
] as const;

/** Those that mean the maker of a span where they stand on the span itself. */
const SPAN_KEYS = PROCESS_KEYS.slice(0, 3);

/**
 * Names the machine (the pod, where it is known) whose clock timed the spans of a process: what Envoy
 * writes into `node_id`, else the resource attributes of OpenTelemetry or the process tags of Jaeger.
 *
 * @returns Null when the tags do not tell.
 */
export function hostOfProcess(tags: readonly Tag[]): string | null {
  return hostIn(tags, PROCESS_KEYS);
}

/** The same from the tags of a span, where proxies put it; null when only its process can tell. */
export function hostOfSpan(tags: readonly Tag[]): string | null {
  return hostIn(tags, SPAN_KEYS);
}

function hostIn(tags: readonly Tag[], keys: readonly string[]): string | null {
  let [best, host] = [keys.length, ''];
  for (const [key, value] of tags) {
    const rank = keys.indexOf(key);
    if (rank < 0 || rank >= best) continue;
    const named = key === 'node_id' ? podOfProxy(value) : value;
    if (named !== '') [best, host] = [rank, named];
  }
  return host === '' ? null : host;
}

/** `sidecar~10.1.2.3~cart-v2-7d9f8b6c5-x2x4z.shop~shop.svc.cluster.local`; empty when it is not so. */
function podOfProxy(nodeId: string): string {
  const [, , pod = ''] = nodeId.split('~');
  return pod.slice(0, Math.max(0, pod.lastIndexOf('.')));
}
