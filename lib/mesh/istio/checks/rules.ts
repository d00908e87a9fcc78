import type { Rule } from '@/lib/mesh/checks/rule';
import { allWeightsZero } from '@/lib/mesh/istio/checks/all-weights-zero';
import { claimsWithoutAuthentication } from '@/lib/mesh/istio/checks/claims-without-authentication';
import { conflictingEntries } from '@/lib/mesh/istio/checks/conflicting-entries';
import { conflictingGateways } from '@/lib/mesh/istio/checks/conflicting-gateways';
import { conflictingHosts } from '@/lib/mesh/istio/checks/conflicting-hosts';
import { deprecatedOutlier } from '@/lib/mesh/istio/checks/deprecated-outlier';
import { emptyOutboundPolicy } from '@/lib/mesh/istio/checks/empty-outbound-policy';
import { emptySubset } from '@/lib/mesh/istio/checks/empty-subset';
import { entryWithoutAddress } from '@/lib/mesh/istio/checks/entry-without-address';
import { exportToNowhere } from '@/lib/mesh/istio/checks/export-to-nowhere';
import { fragileEnvoyPatch } from '@/lib/mesh/istio/checks/fragile-envoy-patch';
import { gatewayPortNotServed } from '@/lib/mesh/istio/checks/gateway-port-not-served';
import { gatewayWithoutPods } from '@/lib/mesh/istio/checks/gateway-without-pods';
import { generatedGateway } from '@/lib/mesh/istio/checks/generated-gateway';
import { hostNotInGateway } from '@/lib/mesh/istio/checks/host-not-in-gateway';
import { identityWithoutTls } from '@/lib/mesh/istio/checks/identity-without-tls';
import { ignoredEnvoyPatch } from '@/lib/mesh/istio/checks/ignored-envoy-patch';
import { imageWithoutInjection } from '@/lib/mesh/istio/checks/image-without-injection';
import { invalidInjection } from '@/lib/mesh/istio/checks/invalid-injection';
import { loneWeight } from '@/lib/mesh/istio/checks/lone-weight';
import { misplacedInjection } from '@/lib/mesh/istio/checks/misplaced-injection';
import { missingProxy } from '@/lib/mesh/istio/checks/missing-proxy';
import { mixedProxies } from '@/lib/mesh/istio/checks/mixed-proxies';
import { negativeStatus } from '@/lib/mesh/istio/checks/negative-status';
import { portOfTwoProtocols } from '@/lib/mesh/istio/checks/port-of-two-protocols';
import { proxyUser } from '@/lib/mesh/istio/checks/proxy-user';
import { repeatedDestination } from '@/lib/mesh/istio/checks/repeated-destination';
import { repeatedEntry } from '@/lib/mesh/istio/checks/repeated-entry';
import { repeatedMatch } from '@/lib/mesh/istio/checks/repeated-match';
import { repeatedRule } from '@/lib/mesh/istio/checks/repeated-rule';
import { routePortNeeded } from '@/lib/mesh/istio/checks/route-port-needed';
import { ruleForUnknownHost } from '@/lib/mesh/istio/checks/rule-for-unknown-host';
import { selectiveRootSidecar } from '@/lib/mesh/istio/checks/selective-root-sidecar';
import { selectorOnGateway } from '@/lib/mesh/istio/checks/selector-on-gateway';
import { selectsNothing } from '@/lib/mesh/istio/checks/selects-nothing';
import { severalDefaults } from '@/lib/mesh/istio/checks/several-defaults';
import { severalForWorkload } from '@/lib/mesh/istio/checks/several-for-workload';
import { sharedCertificate } from '@/lib/mesh/istio/checks/shared-certificate';
import { subsetWithoutLabels } from '@/lib/mesh/istio/checks/subset-without-labels';
import { tlsAgainstPolicy } from '@/lib/mesh/istio/checks/tls-against-policy';
import { tlsToPlainPods } from '@/lib/mesh/istio/checks/tls-to-plain-pods';
import { tlsWithoutAuthority } from '@/lib/mesh/istio/checks/tls-without-authority';
import { twoInjectionLabels } from '@/lib/mesh/istio/checks/two-injection-labels';
import { unknownAppProtocol } from '@/lib/mesh/istio/checks/unknown-app-protocol';
import { unknownDelegate } from '@/lib/mesh/istio/checks/unknown-delegate';
import { unknownEgressHost } from '@/lib/mesh/istio/checks/unknown-egress-host';
import { unknownGateway } from '@/lib/mesh/istio/checks/unknown-gateway';
import { unknownHost } from '@/lib/mesh/istio/checks/unknown-host';
import { unknownMethod } from '@/lib/mesh/istio/checks/unknown-method';
import { unknownPolicyHost } from '@/lib/mesh/istio/checks/unknown-policy-host';
import { unknownSourceNamespace } from '@/lib/mesh/istio/checks/unknown-source-namespace';
import { unknownSubset } from '@/lib/mesh/istio/checks/unknown-subset';
import { unknownTarget } from '@/lib/mesh/istio/checks/unknown-target';
import { unknownTargetPort } from '@/lib/mesh/istio/checks/unknown-target-port';
import { unnamedPort } from '@/lib/mesh/istio/checks/unnamed-port';
import { unreachableRoute } from '@/lib/mesh/istio/checks/unreachable-route';
import { unusedPrincipal } from '@/lib/mesh/istio/checks/unused-principal';

/** What can be wrong with the objects of Istio, in the order of the codes. */
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
  ruleForUnknownHost,
  emptySubset,
  subsetWithoutLabels,
  repeatedRule,
  tlsAgainstPolicy,
  tlsToPlainPods,
  tlsWithoutAuthority,
  deprecatedOutlier,
  conflictingGateways,
  gatewayWithoutPods,
  sharedCertificate,
  gatewayPortNotServed,
  entryWithoutAddress,
  repeatedEntry,
  conflictingEntries,
  exportToNowhere,
  unknownEgressHost,
  selectiveRootSidecar,
  emptyOutboundPolicy,
  severalDefaults,
  severalForWorkload,
  selectsNothing,
  unknownSourceNamespace,
  unknownMethod,
  unknownPolicyHost,
  identityWithoutTls,
  unusedPrincipal,
  selectorOnGateway,
  unknownTarget,
  unnamedPort,
  unknownAppProtocol,
  unknownTargetPort,
  portOfTwoProtocols,
  missingProxy,
  twoInjectionLabels,
  mixedProxies,
  proxyUser,
  imageWithoutInjection,
  invalidInjection,
  misplacedInjection,
  negativeStatus,
  ignoredEnvoyPatch,
  fragileEnvoyPatch,
];
