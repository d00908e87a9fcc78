import type { Rule } from '@/lib/mesh/checks/rule';
import { authorizationForNothing } from '@/lib/mesh/linkerd/checks/authorization-for-nothing';
import { backendPort } from '@/lib/mesh/linkerd/checks/backend-port';
import { closedServer } from '@/lib/mesh/linkerd/checks/closed-server';
import { emptyBackend } from '@/lib/mesh/linkerd/checks/empty-backend';
import { emptySplitTarget } from '@/lib/mesh/linkerd/checks/empty-split-target';
import { impossibleRate } from '@/lib/mesh/linkerd/checks/impossible-rate';
import { incompleteProfileRoute } from '@/lib/mesh/linkerd/checks/incomplete-profile-route';
import { invalidNetworks } from '@/lib/mesh/linkerd/checks/invalid-networks';
import { invalidProfileValue } from '@/lib/mesh/linkerd/checks/invalid-profile-value';
import { missingProxy } from '@/lib/mesh/linkerd/checks/missing-proxy';
import { opaquePorts } from '@/lib/mesh/linkerd/checks/opaque-ports';
import { overlappingServers } from '@/lib/mesh/linkerd/checks/overlapping-servers';
import { policyTarget } from '@/lib/mesh/linkerd/checks/policy-target';
import { profileForNothing } from '@/lib/mesh/linkerd/checks/profile-for-nothing';
import { routeNotAccepted } from '@/lib/mesh/linkerd/checks/route-not-accepted';
import { routeOverridden } from '@/lib/mesh/linkerd/checks/route-overridden';
import { routeTimeouts } from '@/lib/mesh/linkerd/checks/route-timeouts';
import { serverWithoutPods } from '@/lib/mesh/linkerd/checks/server-without-pods';
import { splitInVain } from '@/lib/mesh/linkerd/checks/split-in-vain';
import { surprisingWeights } from '@/lib/mesh/linkerd/checks/surprising-weights';
import { tooManyAuthentications } from '@/lib/mesh/linkerd/checks/too-many-authentications';
import { unknownAuthentication } from '@/lib/mesh/linkerd/checks/unknown-authentication';
import { unknownBackend } from '@/lib/mesh/linkerd/checks/unknown-backend';
import { unknownParent } from '@/lib/mesh/linkerd/checks/unknown-parent';
import { unknownServerPort } from '@/lib/mesh/linkerd/checks/unknown-server-port';
import { unknownSplitTarget } from '@/lib/mesh/linkerd/checks/unknown-split-target';
import { unreachableRule } from '@/lib/mesh/linkerd/checks/unreachable-rule';
import { unreadableWeight } from '@/lib/mesh/linkerd/checks/unreadable-weight';

/** What can be wrong with the objects of Linkerd, in the order of the codes. */
export const LINKERD_RULES: readonly Rule[] = [
  unknownParent,
  unknownBackend,
  backendPort,
  emptyBackend,
  surprisingWeights,
  routeOverridden,
  unreachableRule,
  routeNotAccepted,
  routeTimeouts,
  profileForNothing,
  incompleteProfileRoute,
  invalidProfileValue,
  unknownSplitTarget,
  unreadableWeight,
  emptySplitTarget,
  splitInVain,
  policyTarget,
  unknownAuthentication,
  tooManyAuthentications,
  overlappingServers,
  serverWithoutPods,
  unknownServerPort,
  invalidNetworks,
  closedServer,
  authorizationForNothing,
  impossibleRate,
  missingProxy,
  opaquePorts,
];
