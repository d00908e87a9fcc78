const REFERENCE = 'https://istio.io/latest/docs/reference/config';

/** The page of one of Istio's own kinds. */
export function networkingPage(name: string): string {
  return `${REFERENCE}/networking/${name}/`;
}

/** The page of one of Istio's kinds of policies. */
export function securityPage(name: string): string {
  return `${REFERENCE}/security/${name}/`;
}

/** The page of one of the messages of Istio's own analysis. */
export function analysisPage(code: string): string {
  return `${REFERENCE}/analysis/${code.toLowerCase()}/`;
}
