const DOCS = 'https://gateway-api.sigs.k8s.io';

export const HTTP_ROUTE_PAGE = `${DOCS}/api-types/httproute/`;
export const GATEWAY_PAGE = `${DOCS}/api-types/gateway/`;
export const CLASS_PAGE = `${DOCS}/api-types/gatewayclass/`;
export const GRANT_PAGE = `${DOCS}/api-types/referencegrant/`;
export const TLS_POLICY_PAGE = `${DOCS}/api-types/backendtlspolicy/`;
export const MESH_PAGE = `${DOCS}/mesh/`;
