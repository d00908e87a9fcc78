const DOCS = 'https://linkerd.io/2-edge';

export const ROUTE_PAGE = `${DOCS}/reference/httproute/`;
export const PROFILE_PAGE = `${DOCS}/reference/service-profiles/`;
export const POLICY_PAGE = `${DOCS}/reference/authorization-policy/`;
export const RATE_PAGE = `${DOCS}/reference/rate-limiting/`;
export const SPLIT_PAGE = `${DOCS}/tasks/linkerd-smi/`;
export const INJECTION_PAGE = `${DOCS}/features/proxy-injection/`;
export const PROTOCOL_PAGE = `${DOCS}/features/protocol-detection/`;
