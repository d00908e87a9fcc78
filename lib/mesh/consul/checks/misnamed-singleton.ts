import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { MESH, PROXY_DEFAULTS } from '@/lib/mesh/consul/kinds';

export const misnamedSingleton: Rule = {
  code: 'CO501',
  severity: 'error',
  title: 'An object of which there is one is called otherwise than it has to be',
  why: 'Consul looks for ProxyDefaults called global and for a Mesh called mesh, and refuses others.',
  mend: 'Call it global, or mesh.',
  link: entryPage('proxy-defaults'),
  subjects: [PROXY_DEFAULTS, MESH],
  reads: [],
  check: ({ kind, metadata: { name } }) => {
    const wanted = kind === MESH.kind ? 'mesh' : 'global';
    return name === wanted ? [] : [at('/metadata/name', `It has to be called ${wanted}.`)];
  },
};
