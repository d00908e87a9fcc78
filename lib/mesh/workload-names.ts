import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** The letters that Kubernetes makes hashes of: no vowels, nothing that looks like another. */
const TEMPLATE_HASH = /-[bcdfghjklmnpqrstvwxz2456789]{6,16}$/;

/** The random end that a controller gives to a pod's name. */
const POD_SUFFIX = /-[a-z0-9]{5}$/;

/** The name of the workload that a pod belongs to, from its owner. A bare pod is its own. */
export function workloadOfPod(pod: KubeObject): string {
  const controller = listOf(pod.metadata.ownerReferences)
    .map(fieldsOf)
    .find((reference) => reference['controller'] === true);
  const name = textOf(controller?.['name']);
  if (name === undefined) return pod.metadata.name;
  if (controller?.['kind'] !== 'ReplicaSet') return name;
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (hash !== undefined && name.endsWith(`-${hash}`)) return name.slice(0, -hash.length - 1);
  return name.replace(TEMPLATE_HASH, '');
}

/**
 * Guesses the workload from the name of a pod alone: without the random end and, for a Deployment,
 * the template's hash. `cart-v2-7d9f8b6c5-x2x4z` is of `cart-v2`, and `db-0` of `db`.
 */
export function workloadOfPodName(pod: string): string {
  if (/-\d{1,5}$/.test(pod) && !POD_SUFFIX.test(pod)) return pod.replace(/-\d+$/, '');
  return pod.replace(POD_SUFFIX, '').replace(TEMPLATE_HASH, '');
}
