export const LINKERD_VERSION = 'edge-26.8.1';
export const PROXY_IMAGE = `cr.l5d.io/linkerd/proxy:${LINKERD_VERSION}`;
export const PROXY_INIT_IMAGE = 'cr.l5d.io/linkerd/proxy-init:v2.4.4';
export const CONTROLLER_IMAGE = `cr.l5d.io/linkerd/controller:${LINKERD_VERSION}`;
