import { everywhere, objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { CONTROLLER_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import {
  GATEWAY_ROUTE,
  MESH,
  VIRTUAL_GATEWAY,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';

export const meshOfNamespace: Rule = {
  code: 'AP501',
  severity: 'error',
  title: 'An object is in a namespace of no Mesh, or of several',
  why: 'The webhook cannot tell which mesh is meant: new objects are refused.',
  mend: 'Label the namespace so that namespaceSelector of exactly one Mesh selects it.',
  link: CONTROLLER_PAGE,
  subjects: [GATEWAY_ROUTE, VIRTUAL_GATEWAY, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE],
  reads: [MESH, NAMESPACES],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    const labels = objectAt(lookups, NAMESPACES, '', namespace)?.metadata.labels;
    const isKnown = objectAt(lookups, NAMESPACES, '', namespace) !== undefined;
    if (!isKnown || !lookups.knows(MESH, '')) return [];
    const meshes = everywhere(lookups, MESH).filter(({ spec }) =>
      selects(fieldsOf(spec)['namespaceSelector'], labels ?? {}),
    );
    if (meshes.length === 1) return [];
    const words = meshes.map(({ metadata }) => metadata.name).join(' and ');
    return [at('', `${namespace} is selected by ${words === '' ? 'no Mesh' : words}.`, ...meshes)];
  },
};
