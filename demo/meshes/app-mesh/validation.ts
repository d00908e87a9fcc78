import { fields, list, TEXT, WHOLE, type Schema } from '../../kubernetes/schema';
import type { ServedKind } from '../../kubernetes/served-kind';
import { VIRTUAL_ROUTERS } from './kinds';

const TARGETS = list(
  fields(
    {
      virtualNodeRef: fields({ name: TEXT, namespace: TEXT }, ['name']),
      weight: WHOLE,
      port: WHOLE,
    },
    ['weight'],
  ),
);
const ROUTE = fields({ action: fields({ weightedTargets: TARGETS }, ['weightedTargets']) }, [
  'action',
]);

export const APP_MESH_SCHEMAS: readonly (readonly [ServedKind, Schema])[] = [
  [
    VIRTUAL_ROUTERS,
    fields({
      routes: list(
        fields(
          { name: TEXT, httpRoute: ROUTE, http2Route: ROUTE, grpcRoute: ROUTE, tcpRoute: ROUTE },
          ['name'],
        ),
      ),
    }),
  ],
];
