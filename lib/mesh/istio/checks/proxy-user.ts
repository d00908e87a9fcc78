import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';

/** The user that the proxy runs as, whose traffic is not redirected to it again. */
const PROXY_UID = 1337;

export const proxyUser: Rule = {
  code: 'IS608',
  severity: 'warning',
  title: 'A container runs as the user of the proxy',
  why: 'Its traffic is taken for the proxy’s own and goes past it: no mutual TLS, no routes, no figures.',
  mend: 'Run the container as another user than 1337.',
  link: analysisPage('IST0144'),
  subjects: [DEPLOYMENTS],
  reads: [],
  check: ({ spec }) => {
    const pod = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['spec']);
    const ofPod = fieldsOf(pod['securityContext'])['runAsUser'];
    return listOf(pod['containers']).flatMap((container, i) => {
      const { name, securityContext } = fieldsOf(container);
      const user = fieldsOf(securityContext)['runAsUser'] ?? ofPod;
      if (user !== PROXY_UID || name === 'istio-proxy') return [];
      return [at(`/spec/template/spec/containers/${i}`, `It runs as user ${PROXY_UID}.`)];
    });
  },
};
