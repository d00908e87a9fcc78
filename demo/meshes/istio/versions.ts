export const ISTIO_VERSION = '1.30.2';
export const PROXY_IMAGE = `docker.io/istio/proxyv2:${ISTIO_VERSION}`;
