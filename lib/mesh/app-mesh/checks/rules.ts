import type { Rule } from '@/lib/mesh/checks/rule';
import { ambiguousGatewayRoute } from '@/lib/mesh/app-mesh/checks/ambiguous-gateway-route';
import { emptyTarget } from '@/lib/mesh/app-mesh/checks/empty-target';
import { invalidRoute } from '@/lib/mesh/app-mesh/checks/invalid-route';
import { meshOfNamespace } from '@/lib/mesh/app-mesh/checks/mesh-of-namespace';
import { notActive } from '@/lib/mesh/app-mesh/checks/not-active';
import { refusedWeights } from '@/lib/mesh/app-mesh/checks/refused-weights';
import { repeatedBackend } from '@/lib/mesh/app-mesh/checks/repeated-backend';
import { sameMatch } from '@/lib/mesh/app-mesh/checks/same-match';
import { severalPools } from '@/lib/mesh/app-mesh/checks/several-pools';
import { targetPort } from '@/lib/mesh/app-mesh/checks/target-port';
import { unattachedGatewayRoute } from '@/lib/mesh/app-mesh/checks/unattached-gateway-route';
import { undiscoverableNode } from '@/lib/mesh/app-mesh/checks/undiscoverable-node';
import { unknownBackend } from '@/lib/mesh/app-mesh/checks/unknown-backend';
import { unknownGatewayTarget } from '@/lib/mesh/app-mesh/checks/unknown-gateway-target';
import { unknownNode } from '@/lib/mesh/app-mesh/checks/unknown-node';
import { unknownProvider } from '@/lib/mesh/app-mesh/checks/unknown-provider';
import { unprovidedService } from '@/lib/mesh/app-mesh/checks/unprovided-service';
import { unusedRouter } from '@/lib/mesh/app-mesh/checks/unused-router';

/** What can be wrong with the objects of App Mesh, in the order of the codes. */
export const APP_MESH_RULES: readonly Rule[] = [
  unknownNode,
  refusedWeights,
  targetPort,
  emptyTarget,
  unusedRouter,
  sameMatch,
  notActive,
  invalidRoute,
  undiscoverableNode,
  repeatedBackend,
  unknownBackend,
  severalPools,
  unknownProvider,
  unprovidedService,
  unknownGatewayTarget,
  ambiguousGatewayRoute,
  unattachedGatewayRoute,
  meshOfNamespace,
];
