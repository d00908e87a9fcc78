import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { CONTROLLER_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import {
  GATEWAY_ROUTE,
  MESH,
  VIRTUAL_GATEWAY,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { notActive as refused } from '@/lib/mesh/app-mesh/split-warnings';

export const notActive: Rule = {
  code: 'AP107',
  severity: 'error',
  title: 'AWS has not taken an object as it stands',
  why: 'Kubernetes has stored it, but it is not in force.',
  mend: 'Do what the message says. The log of the controller tells more.',
  link: CONTROLLER_PAGE,
  subjects: [GATEWAY_ROUTE, MESH, VIRTUAL_GATEWAY, VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE],
  reads: [],
  check: (object) =>
    warned('/status/conditions', refused(object), 'not-active').map(({ path, message }) => ({
      path,
      message: /[.)]$/.test(message) ? message : `${message}.`,
    })),
};
