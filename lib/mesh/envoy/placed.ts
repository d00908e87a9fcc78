import { continues, equals, extracted, type Matcher, type PromQl } from '@/lib/domain/promql';

/** What follows the name of a workload in the names of its pods; nothing for a bare pod. */
const POD_ENDING = '(?:-[bcdfghjklmnpqrstvwxz2456789]{6,16})?-[a-z0-9]{5}|-[0-9]{1,4}|';

/** The labels that say where a proxy runs, after `placed`. */
export const PLACE = ['namespace', 'workload'];

/**
 * Gives series of proxies the labels `namespace` and `workload`. Both come from the scrape of the pod, since
 * Envoy does not know where it runs: `namespace` and `pod`, as most configurations add them, or
 * `kubernetes_namespace` and `kubernetes_pod_name`, as that of Consul's chart does.
 */
export function placed(of: PromQl): PromQl {
  const inNamespace = extracted(of, 'namespace', 'kubernetes_namespace', '(.+)');
  const ofPod = extracted(inNamespace, 'pod', 'kubernetes_pod_name', '(.+)');
  return extracted(ofPod, 'workload', 'pod', `(.+?)(?:${POD_ENDING})`);
}

/** The proxies of a workload: matchers for either way of scraping, of which one finds something. */
export function ofWorkload(namespace: string, workload: string): readonly (readonly Matcher[])[] {
  return inNamespace(namespace).map(({ matcher, pod }) => [
    matcher,
    continues(pod, workload, POD_ENDING),
  ]);
}

/** The proxies that further matchers select in a namespace, for either way of scraping. */
export function ofNamespace(
  namespace: string,
  matchers: readonly Matcher[],
): readonly (readonly Matcher[])[] {
  return inNamespace(namespace).map(({ matcher }) => [matcher, ...matchers]);
}

function inNamespace(namespace: string) {
  return [
    { matcher: equals('namespace', namespace), pod: 'pod' },
    { matcher: equals('kubernetes_namespace', namespace), pod: 'kubernetes_pod_name' },
  ];
}
