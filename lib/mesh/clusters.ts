/**
 * The cluster of everything whose telemetry does not name one. It is what Istio calls a cluster that was
 * given no name, so that all meshes of one cluster speak of the same nodes.
 */
export const DEFAULT_CLUSTER = 'Kubernetes';
