import { textOf } from '@/lib/mesh/fields';
import {
  AUTHORIZATION_POLICY,
  DESTINATION_RULE,
  GATEWAY,
  REQUEST_AUTHENTICATION,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/istio/kinds';
import { byRef, SERVICE, serviceByHost, type ReferenceRule } from '@/lib/mesh/references';

const GATEWAY_API = {
  group: 'gateway.networking.k8s.io',
  plural: 'gateways',
  kind: 'Gateway',
} as const;

const TARGETS = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION].map((from): ReferenceRule => ({
  ...{ from, at: 'spec/targetRefs/*', read: byRef([GATEWAY_API, SERVICE]) },
}));

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
