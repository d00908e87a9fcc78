import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { PROXY_DEFAULTS, SERVICE_DEFAULTS } from '@/lib/mesh/consul/kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';

const PROTOCOLS = ['tcp', 'http', 'http2', 'grpc'];
const MODES = ['none', 'local', 'remote'];

export const invalidDefaults: Rule = {
  code: 'CO502',
  severity: 'error',
  title: 'Defaults name a protocol or a mode of gateways that Consul does not know',
  why: 'Consul refuses the object, or takes the service for TCP.',
  mend: 'The protocol is tcp, http, http2 or grpc; the mode is none, local or remote.',
  link: entryPage('service-defaults'),
  subjects: [SERVICE_DEFAULTS, PROXY_DEFAULTS],
  reads: [],
  check: ({ kind, spec }) => {
    const { protocol, config, meshGateway } = fieldsOf(spec);
    const isOfService = kind === SERVICE_DEFAULTS.kind;
    const spoken = textOf(isOfService ? protocol : fieldsOf(config)['protocol']);
    const mode = textOf(fieldsOf(meshGateway)['mode']);
    return [
      ...(spoken === undefined || PROTOCOLS.includes(spoken.toLowerCase())
        ? []
        : [
            at(
              isOfService ? '/spec/protocol' : '/spec/config/protocol',
              `${spoken} is no protocol of Consul.`,
            ),
          ]),
      ...(mode === undefined || MODES.includes(mode)
        ? []
        : [at('/spec/meshGateway/mode', `${mode} is no mode of mesh gateways.`)]),
    ];
  },
};
