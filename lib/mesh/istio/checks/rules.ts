import type { Rule } from '@/lib/mesh/checks/rule';
import { allWeightsZero } from '@/lib/mesh/istio/checks/all-weights-zero';
import { claimsWithoutAuthentication } from '@/lib/mesh/istio/checks/claims-without-authentication';
import { conflictingHosts } from '@/lib/mesh/istio/checks/conflicting-hosts';
import { generatedGateway } from '@/lib/mesh/istio/checks/generated-gateway';
import { hostNotInGateway } from '@/lib/mesh/istio/checks/host-not-in-gateway';
import { loneWeight } from '@/lib/mesh/istio/checks/lone-weight';
import { repeatedDestination } from '@/lib/mesh/istio/checks/repeated-destination';
import { repeatedMatch } from '@/lib/mesh/istio/checks/repeated-match';
import { routePortNeeded } from '@/lib/mesh/istio/checks/route-port-needed';
import { unknownDelegate } from '@/lib/mesh/istio/checks/unknown-delegate';
import { unknownGateway } from '@/lib/mesh/istio/checks/unknown-gateway';
import { unknownHost } from '@/lib/mesh/istio/checks/unknown-host';
import { unknownSubset } from '@/lib/mesh/istio/checks/unknown-subset';
import { unreachableRoute } from '@/lib/mesh/istio/checks/unreachable-route';

/** What can be wrong with the objects of Istio. */
export const ISTIO_RULES: readonly Rule[] = [
  unknownHost,
  unknownSubset,
  routePortNeeded,
  unknownGateway,
  generatedGateway,
  conflictingHosts,
  unreachableRoute,
  repeatedMatch,
  loneWeight,
  allWeightsZero,
  repeatedDestination,
  unknownDelegate,
  hostNotInGateway,
  claimsWithoutAuthentication,
];
