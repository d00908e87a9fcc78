import { textOf } from '@/lib/mesh/fields';
import {
  DESTINATION_RULE,
  GATEWAY,
  SERVICE_ENTRY,
  TARGETED_KINDS,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/istio/kinds';
import { byRef, SERVICE, serviceByHost, type ReferenceRule } from '@/lib/mesh/references';

const GATEWAY_API = { group: 'gateway.networking.k8s.io', plural: 'gateways', kind: 'Gateway' };

const GATEWAY_CLASS = {
  ...GATEWAY_API,
  ...({ plural: 'gatewayclasses', kind: 'GatewayClass', clusterScoped: true } as const),
};

const TARGETS = TARGETED_KINDS.flatMap((from) =>
  ['spec/targetRef', 'spec/targetRefs/*'].map((at): ReferenceRule => ({
    ...{ from, at, read: byRef([GATEWAY_API, SERVICE, SERVICE_ENTRY, GATEWAY_CLASS]) },
  })),
);

/** Where Istio's objects name others. Hosts outside the cluster name none. */
export const ISTIO_REFERENCES: readonly ReferenceRule[] = [
  {
    from: VIRTUAL_SERVICE,
    at: 'spec/gateways/*',
    read(value, { metadata }) {
      const text = textOf(value);
      if (text === undefined || text === 'mesh') return null;
      const [name = '', namespace = metadata.namespace ?? ''] = text.split('/').toReversed();
      const { group, plural, kind } = GATEWAY;
      return { group, plural, kind, namespace, name };
    },
  },
  ...['http', 'tcp', 'tls'].map((protocol): ReferenceRule => ({
    from: VIRTUAL_SERVICE,
    at: `spec/${protocol}/*/route/*/destination/host`,
    read: serviceByHost,
  })),
  { from: VIRTUAL_SERVICE, at: 'spec/http/*/mirror/host', read: serviceByHost },
  { from: VIRTUAL_SERVICE, at: 'spec/http/*/mirrors/*/destination/host', read: serviceByHost },
  { from: DESTINATION_RULE, at: 'spec/host', read: serviceByHost },
  ...TARGETS,
];
