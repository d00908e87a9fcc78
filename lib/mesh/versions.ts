/**
 * Where the version of a pod stands, in this order. It is how Istio finds its canonical revision (see
 * `pkg/kube/labels` of Istio); the last two labels are what everybody uses.
 */
const VERSION_LABELS = [
  'service.istio.io/canonical-revision',
  'app.kubernetes.io/version',
  'version',
] as const;

/** The version that telemetry reports for pods with these labels, where the labels say. */
export function versionOf(labels: Readonly<Record<string, string>>): string | undefined {
  for (const key of VERSION_LABELS) {
    const value = labels[key];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
