import type { JsonObject } from '../../kubernetes/json';
import { isGateway } from '../../model/gateways';
import { NATIVE_SIDECARS, proxyResources } from '../../model/proxies';
import type { DemoWorkload } from '../../model/types';
import type { PodParts } from '../part';
import { exportsEnvoyStats, INCLUDED_STATS } from './envoy-series';
import { PROXY_IMAGE } from './versions';

const PROXY: JsonObject = {
  name: 'istio-proxy',
  image: PROXY_IMAGE,
  args: ['proxy', 'sidecar'],
  ...proxyResources('istio'),
};
const INIT: JsonObject = { name: 'istio-init', image: PROXY_IMAGE };

/** What Istio's injector adds to a pod; a gateway's pod is nothing but the proxy. */
export function istioPodParts(workload: DemoWorkload): PodParts {
  const native = NATIVE_SIDECARS.has(workload.namespace);
  const status = {
    initContainers: native ? ['istio-init', 'istio-proxy'] : ['istio-init'],
    containers: native ? [] : ['istio-proxy'],
    revision: 'default',
  };
  return {
    ...containersOf(workload, native),
    labels: {
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': workload.app,
      'service.istio.io/canonical-revision': workload.version,
      'istio.io/rev': 'default',
    },
    annotations: {
      'sidecar.istio.io/status': JSON.stringify(status),
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '15020',
      'prometheus.io/path': '/stats/prometheus',
      ...(exportsEnvoyStats(workload) && {
        'sidecar.istio.io/statsInclusionRegexps': INCLUDED_STATS,
      }),
    },
  };
}

function containersOf(
  workload: DemoWorkload,
  native: boolean,
): Pick<PodParts, 'containers' | 'initContainers' | 'replaces'> {
  if (isGateway(workload)) return { containers: [PROXY], initContainers: [], replaces: true };
  if (native) {
    return { containers: [], initContainers: [INIT, { ...PROXY, restartPolicy: 'Always' }] };
  }
  return { containers: [PROXY], initContainers: [INIT] };
}
