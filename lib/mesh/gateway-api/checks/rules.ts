import type { Rule } from '@/lib/mesh/checks/rule';
import { allBackendsZero } from '@/lib/mesh/gateway-api/checks/all-weights-zero';
import { backendNotGranted } from '@/lib/mesh/gateway-api/checks/backend-not-granted';
import { backendPort } from '@/lib/mesh/gateway-api/checks/backend-port';
import { emptyBackend } from '@/lib/mesh/gateway-api/checks/empty-backend';
import { gatewayNotReady } from '@/lib/mesh/gateway-api/checks/gateway-not-ready';
import { grantForNobody } from '@/lib/mesh/gateway-api/checks/grant-for-nobody';
import { grantOfNothing } from '@/lib/mesh/gateway-api/checks/grant-of-nothing';
import { hostNotListenedFor } from '@/lib/mesh/gateway-api/checks/host-not-listened-for';
import { repeatedBackend } from '@/lib/mesh/gateway-api/checks/repeated-backend';
import { repeatedListener } from '@/lib/mesh/gateway-api/checks/repeated-listener';
import { routeNotAccepted } from '@/lib/mesh/gateway-api/checks/route-not-accepted';
import { routeNotAllowed } from '@/lib/mesh/gateway-api/checks/route-not-allowed';
import { routeOverridden } from '@/lib/mesh/gateway-api/checks/route-overridden';
import { routeTimeouts } from '@/lib/mesh/gateway-api/checks/route-timeouts';
import { routeWithoutWaypoint } from '@/lib/mesh/gateway-api/checks/route-without-waypoint';
import { shadowedRule } from '@/lib/mesh/gateway-api/checks/shadowed-rule';
import { sharedAddress } from '@/lib/mesh/gateway-api/checks/shared-address';
import { tlsPolicyForNothing } from '@/lib/mesh/gateway-api/checks/tls-policy-for-nothing';
import { unknownBackend } from '@/lib/mesh/gateway-api/checks/unknown-backend';
import { unknownClass } from '@/lib/mesh/gateway-api/checks/unknown-class';
import { unknownListener } from '@/lib/mesh/gateway-api/checks/unknown-listener';
import { unknownParent } from '@/lib/mesh/gateway-api/checks/unknown-parent';

/** What can be wrong with the objects of Gateway API, whoever serves them, in the order of the codes. */
export const GATEWAY_API_RULES: readonly Rule[] = [
  unknownParent,
  unknownBackend,
  backendPort,
  emptyBackend,
  allBackendsZero,
  repeatedBackend,
  shadowedRule,
  routeNotAccepted,
  backendNotGranted,
  unknownListener,
  hostNotListenedFor,
  routeNotAllowed,
  routeOverridden,
  routeWithoutWaypoint,
  routeTimeouts,
  sharedAddress,
  repeatedListener,
  unknownClass,
  gatewayNotReady,
  grantForNobody,
  grantOfNothing,
  tlsPolicyForNothing,
];
