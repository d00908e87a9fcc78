export const CONTROLLER_IMAGE = 'registry.example/amazon/appmesh-controller:v1.13.3';
export const ENVOY_IMAGE = 'registry.example/aws-appmesh-envoy:v1.29.12.1-prod';
export const MESH_NAME = 'studio';
