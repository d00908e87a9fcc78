import type { Rule } from '@/lib/mesh/checks/rule';
import { bothModes } from '@/lib/mesh/ambient/checks/both-modes';
import { foreignNamespace } from '@/lib/mesh/ambient/checks/foreign-namespace';
import { requestPolicyForZtunnel } from '@/lib/mesh/ambient/checks/request-policy-for-ztunnel';
import { routesWithoutWaypoint } from '@/lib/mesh/ambient/checks/routes-without-waypoint';
import { ruleWithoutWaypoint } from '@/lib/mesh/ambient/checks/rule-without-waypoint';
import { targetWithoutWaypoint } from '@/lib/mesh/ambient/checks/target-without-waypoint';
import { unknownWaypoint } from '@/lib/mesh/ambient/checks/unknown-waypoint';
import { waypointForOthers } from '@/lib/mesh/ambient/checks/waypoint-for-others';
import { waypointNeeded } from '@/lib/mesh/ambient/checks/waypoint-needed';
import { waypointNotReady } from '@/lib/mesh/ambient/checks/waypoint-not-ready';
import { waypointWithoutAmbient } from '@/lib/mesh/ambient/checks/waypoint-without-ambient';

/** What can be wrong in ambient mode, beside what is wrong with Istio’s objects anyway, in the order of the codes. */
export const AMBIENT_RULES: readonly Rule[] = [
  unknownWaypoint,
  waypointNotReady,
  waypointForOthers,
  bothModes,
  waypointWithoutAmbient,
  requestPolicyForZtunnel,
  waypointNeeded,
  routesWithoutWaypoint,
  ruleWithoutWaypoint,
  foreignNamespace,
  targetWithoutWaypoint,
];
