import type { KubeObject } from '@/lib/domain/kube-object';
import { containersOf } from '@/lib/mesh/detection';

/** What the proxies of the meshes are called in the pods that they are put into. */
const PROXIES = ['istio-proxy', 'linkerd-proxy', 'consul-dataplane', 'envoy'];

/** Whether a pod has the proxy of some mesh; while a namespace moves from one to another, not always of the new one. */
export function hasAnyProxy(pod: KubeObject): boolean {
  return containersOf(pod).some(({ name }) => PROXIES.some((proxy) => proxy === name));
}
