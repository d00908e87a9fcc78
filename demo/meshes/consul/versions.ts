export const CONSUL_VERSION = '1.22.2';
export const CONSUL_IMAGE = `docker.io/hashicorp/consul:${CONSUL_VERSION}`;
export const CONTROL_PLANE_IMAGE = 'docker.io/hashicorp/consul-k8s-control-plane:1.9.1';
export const DATAPLANE_IMAGE = 'docker.io/hashicorp/consul-dataplane:1.9.1';
