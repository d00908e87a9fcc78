import type { Rule } from '@/lib/mesh/checks/rule';
import { circularRedirect } from '@/lib/mesh/consul/checks/circular-redirect';
import { emptySubset } from '@/lib/mesh/consul/checks/empty-subset';
import { entryForUnknownService } from '@/lib/mesh/consul/checks/entry-for-unknown-service';
import { intentionForUnknown } from '@/lib/mesh/consul/checks/intention-for-unknown';
import { intentionOfUnknown } from '@/lib/mesh/consul/checks/intention-of-unknown';
import { invalidDefaults } from '@/lib/mesh/consul/checks/invalid-defaults';
import { invalidMethods } from '@/lib/mesh/consul/checks/invalid-methods';
import { misnamedSingleton } from '@/lib/mesh/consul/checks/misnamed-singleton';
import { notHttpService } from '@/lib/mesh/consul/checks/not-http';
import { notSynced } from '@/lib/mesh/consul/checks/not-synced';
import { permissionsForTcp } from '@/lib/mesh/consul/checks/permissions-for-tcp';
import { refusedWeights } from '@/lib/mesh/consul/checks/refused-weights';
import { repeatedIntentions } from '@/lib/mesh/consul/checks/repeated-intentions';
import { sentOn } from '@/lib/mesh/consul/checks/sent-on';
import { undecidedSource } from '@/lib/mesh/consul/checks/undecided-source';
import { unknownDefaultSubset } from '@/lib/mesh/consul/checks/unknown-default-subset';
import { unknownFailover } from '@/lib/mesh/consul/checks/unknown-failover';
import { unknownRetryCondition } from '@/lib/mesh/consul/checks/unknown-retry-condition';
import { unknownRouteTarget } from '@/lib/mesh/consul/checks/unknown-route-target';
import { unknownSplitTarget } from '@/lib/mesh/consul/checks/unknown-split-target';
import { unreachableRoute } from '@/lib/mesh/consul/checks/unreachable-route';
import { unreachableSplitter } from '@/lib/mesh/consul/checks/unreachable-splitter';

/** What can be wrong with the configuration entries of Consul, in the order of the codes. */
export const CONSUL_RULES: readonly Rule[] = [
  unknownSplitTarget,
  notHttpService,
  refusedWeights,
  emptySubset,
  unreachableSplitter,
  sentOn,
  notSynced,
  unknownDefaultSubset,
  unknownFailover,
  circularRedirect,
  entryForUnknownService,
  unknownRouteTarget,
  unreachableRoute,
  invalidMethods,
  unknownRetryCondition,
  intentionForUnknown,
  intentionOfUnknown,
  permissionsForTcp,
  repeatedIntentions,
  undecidedSource,
  misnamedSingleton,
  invalidDefaults,
];
