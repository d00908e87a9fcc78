const DOCS = 'https://docs.aws.amazon.com/app-mesh/latest/userguide';

export const ROUTE_PAGE = `${DOCS}/routes.html`;
export const ROUTER_PAGE = `${DOCS}/virtual_routers.html`;
export const NODE_PAGE = `${DOCS}/virtual_nodes.html`;
export const SERVICE_PAGE = `${DOCS}/virtual_services.html`;
export const GATEWAY_PAGE = `${DOCS}/virtual_gateways.html`;
export const GATEWAY_ROUTE_PAGE = `${DOCS}/gateway-routes.html`;
export const CONTROLLER_PAGE = 'https://aws.github.io/aws-app-mesh-controller-for-k8s/';
