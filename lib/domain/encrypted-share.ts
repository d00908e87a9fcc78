/** What is measured of a call. */
interface MeasuredCall {
  /** Requests per second. */
  readonly requestRate?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** 0..1; left out where nobody can know. */
  readonly mtlsShare?: number | undefined;
}

/**
 * The share under mutual TLS of several calls together, 0..1: by requests where all calls have some, else by bytes.
 *
 * @returns Undefined when nothing flows, or nobody can know of one of the calls.
 */
export function encryptedShareOf(calls: readonly MeasuredCall[]): number | undefined {
  const byRequests = calls.map(({ requestRate }) => requestRate);
  const weights = byRequests.includes(undefined)
    ? calls.map(({ bytesPerSecond }) => bytesPerSecond)
    : byRequests;
  let [all, encrypted] = [0, 0];
  for (const [i, { mtlsShare }] of calls.entries()) {
    const weight = weights[i];
    if (weight === undefined || mtlsShare === undefined) return undefined;
    all += weight;
    encrypted += weight * mtlsShare;
  }
  return all === 0 ? undefined : encrypted / all;
}
