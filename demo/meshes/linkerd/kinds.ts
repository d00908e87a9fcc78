import { customGroup, type ServedKind } from '../../kubernetes/served-kind';

const profiles = customGroup('linkerd.io', ['v1alpha2', 'v1alpha1']);
const routes = customGroup('policy.linkerd.io', ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1']);
const authorizations = customGroup('policy.linkerd.io', ['v1beta1', 'v1alpha1']);
const policy = customGroup('policy.linkerd.io', ['v1alpha1']);
const smi = customGroup('split.smi-spec.io', ['v1alpha1', 'v1alpha2']);

export const POLICY_ROUTES = routes('httproutes', 'HTTPRoute');
export const SERVICE_PROFILES = profiles('serviceprofiles', 'ServiceProfile', ['sp']);
export const TRAFFIC_SPLITS = smi('trafficsplits', 'TrafficSplit', ['ts']);

export const LINKERD_KINDS: readonly ServedKind[] = [
  SERVICE_PROFILES,
  POLICY_ROUTES,
  routes('servers', 'Server', ['srv']),
  authorizations('serverauthorizations', 'ServerAuthorization', ['saz', 'serverauthz']),
  policy('authorizationpolicies', 'AuthorizationPolicy', ['authzpolicy']),
  policy('egressnetworks', 'EgressNetwork'),
  policy('httplocalratelimitpolicies', 'HTTPLocalRateLimitPolicy'),
  policy('meshtlsauthentications', 'MeshTLSAuthentication', ['meshtlsauthn']),
  policy('networkauthentications', 'NetworkAuthentication', ['netauthn', 'networkauthn']),
  TRAFFIC_SPLITS,
];
