/**
 * Where the version of a pod stands, in this order. It is how Istio finds its canonical revision (see
 * `pkg/kube/labels` of Istio); the last two labels are what everybody uses.
 */
const VERSION_LABELS = [
  'service.istio.io/canonical-revision',
  'app.kubernetes.io/version',
  'version',
] as const;

/** Where the app of a pod stands, in the same way. */
const APP_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'] as const;

/** The app that pods with these labels are of, where the labels say. */
export function appOf(labels: Readonly<Record<string, string>>): string | undefined {
  return APP_LABELS.map((key) => labels[key]).find((value) => value !== undefined && value !== '');
}

/** The version that telemetry reports for pods with these labels, where the labels say. */
export function versionOf(labels: Readonly<Record<string, string>>): string | undefined {
  for (const key of VERSION_LABELS) {
    const value = labels[key];
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
