import type { JsonObject } from '../../kubernetes/json';
import { proxyResources } from '../../model/proxies';
import type { DemoWorkload } from '../../model/types';
import type { PodParts } from '../part';
import { isConsulGateway } from './gateways';
import { CONTROL_PLANE_IMAGE, DATAPLANE_IMAGE } from './versions';

const PREFIX = 'consul.hashicorp.com';
const DATAPLANE: JsonObject = {
  name: 'consul-dataplane',
  image: DATAPLANE_IMAGE,
  ...proxyResources('consul'),
};
const INIT: JsonObject = { name: 'consul-connect-inject-init', image: CONTROL_PLANE_IMAGE };

const SCRAPED = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '20200',
  'prometheus.io/path': '/metrics',
};

/** What Consul's injector adds to a pod; a gateway's pod is nothing but the proxy. */
export function consulPodParts(workload: DemoWorkload): PodParts {
  if (isConsulGateway(workload)) {
    return {
      labels: { component: 'ingress-gateway', release: 'consul' },
      annotations: { [`${PREFIX}/gateway-kind`]: 'ingress-gateway', ...SCRAPED },
      containers: [{ ...DATAPLANE, name: 'ingress-gateway' }],
      initContainers: [{ ...INIT, name: 'ingress-gateway-init' }],
      replaces: true,
    };
  }
  return {
    labels: {
      [`${PREFIX}/connect-inject-status`]: 'injected',
      [`${PREFIX}/connect-inject-managed-by`]: 'consul-k8s-endpoints-controller',
    },
    annotations: {
      [`${PREFIX}/connect-inject`]: 'true',
      [`${PREFIX}/connect-inject-status`]: 'injected',
      [`${PREFIX}/transparent-proxy-status`]: 'enabled',
      [`${PREFIX}/service-meta-version`]: workload.version,
      ...SCRAPED,
    },
    containers: [DATAPLANE],
    initContainers: [INIT],
  };
}
