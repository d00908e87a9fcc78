import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, textOf, textsOf } from '@/lib/mesh/fields';
import type { DeclaredHost } from '@/lib/mesh/host-targets';
import { fqdnOf } from '@/lib/mesh/hosts';
import {
  DESTINATION_RULE,
  GATEWAY,
  SERVICE_ENTRY,
  TARGETED_KINDS,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/istio/kinds';
import { refOf } from '@/lib/mesh/object-refs';
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

/** What is written is a host, which a Service or a ServiceEntry answers for. */
const BY_HOST: Pick<ReferenceRule, 'read' | 'host'> = {
  read: serviceByHost,
  host: (value, { metadata }) => {
    const host = textOf(value);
    return host === undefined ? null : fqdnOf(host, metadata.namespace ?? '');
  },
};

/** The hosts of ServiceEntries: beside those of Services, all that the mesh knows. */
export function declaredHosts(objects: ObjectStore): readonly DeclaredHost[] {
  return objects.list(SERVICE_ENTRY).flatMap((entry) => {
    const by = refOf(entry, SERVICE_ENTRY);
    return textsOf(fieldsOf(entry.spec)['hosts']).map((host) => ({ host, by }));
  });
}

/** Where Istio's objects name others. A host that neither a Service nor a ServiceEntry has names none. */
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
    ...BY_HOST,
  })),
  { from: VIRTUAL_SERVICE, at: 'spec/http/*/mirror/host', ...BY_HOST },
  { from: VIRTUAL_SERVICE, at: 'spec/http/*/mirrors/*/destination/host', ...BY_HOST },
  { from: DESTINATION_RULE, at: 'spec/host', ...BY_HOST },
  ...TARGETS,
];
