import type { JsonObject } from '../../kubernetes/json';
import { NATIVE_SIDECARS } from '../../model/proxies';
import type { DemoWorkload } from '../../model/types';
import type { PodParts } from '../part';
import { LINKERD_VERSION, PROXY_IMAGE, PROXY_INIT_IMAGE } from './versions';

const PROXY: JsonObject = {
  name: 'linkerd-proxy',
  image: PROXY_IMAGE,
  ports: [
    { containerPort: 4143, name: 'linkerd-proxy' },
    { containerPort: 4191, name: 'linkerd-admin' },
  ],
};
const INIT: JsonObject = { name: 'linkerd-init', image: PROXY_INIT_IMAGE };

/** What Linkerd's injector adds to a pod. */
export function linkerdPodParts(workload: DemoWorkload): PodParts {
  return {
    ...containersOf(NATIVE_SIDECARS.has(workload.namespace)),
    labels: podLabels(workload),
    annotations: {
      'linkerd.io/created-by': `linkerd/proxy-injector ${LINKERD_VERSION}`,
      'linkerd.io/inject': 'enabled',
      'linkerd.io/proxy-version': LINKERD_VERSION,
    },
  };
}

/** The labels by which a pod is known to be in the mesh, and of which workload. */
export function podLabels({ name, namespace }: DemoWorkload): Readonly<Record<string, string>> {
  return {
    'linkerd.io/control-plane-ns': 'linkerd',
    'linkerd.io/proxy-deployment': name,
    'linkerd.io/workload-ns': namespace,
  };
}

function containersOf(isNative: boolean): Pick<PodParts, 'containers' | 'initContainers'> {
  if (isNative) {
    return { containers: [], initContainers: [INIT, { ...PROXY, restartPolicy: 'Always' }] };
  }
  return { containers: [PROXY], initContainers: [INIT] };
}
