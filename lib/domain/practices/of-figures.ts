import { counted, formatMs, formatRatio } from '@/lib/domain/format';
import type { NamespaceFacts, ServiceFacts } from '@/lib/domain/practices/facts';
import type { PracticeScore } from '@/lib/domain/practices/practice';
import { named, score, shareState } from '@/lib/domain/practices/words';

/** What takes part in a mesh reports. */
export function monitoring({ workloads, hasFigures }: NamespaceFacts): PracticeScore {
  const id = 'monitoring';
  const inMesh = workloads.filter(({ isInMesh }) => isInMesh);
  if (inMesh.length === 0) return score(id, 'none', ['No workload of it takes part in a mesh.']);
  if (!hasFigures) {
    return score(id, 'unknown', ['No figures could be read.'], 'See that Prometheus answers.');
  }
  const reporting = inMesh.filter(({ reports }) => reports);
  const silent = inMesh.filter(({ reports }) => !reports).map(({ name }) => name);
  const evidence = [
    `${reporting.length} of ${counted(inMesh.length, 'workload', 'workloads')} in a mesh have figures of the last minutes.`,
    ...(silent.length === 0 ? [] : [`Silent: ${named(silent)}.`]),
  ];
  const next = `See whether ${named(silent.slice(0, 1))} has no traffic, or whether its proxy is not scraped.`;
  return score(id, shareState(reporting.length, inMesh.length), evidence, next);
}

/** One call in a thousand may be a probe that nobody enrolled. */
const ALL_ENCRYPTED = 0.999;
const MOSTLY_ENCRYPTED = 0.5;

/** Calls that come in are under mutual TLS, weighed by their rate. */
export function mutualTls({ inbound }: NamespaceFacts): PracticeScore {
  const id = 'mutual-tls';
  const known = inbound.flatMap(({ source, requestRate, mtlsShare }) =>
    mtlsShare === null || requestRate <= 0 ? [] : [{ source, requestRate, mtlsShare }],
  );
  if (known.length === 0) {
    const words =
      inbound.length === 0
        ? 'No call came in within the last minutes.'
        : 'Of no call that came in can be told whether it was encrypted.';
    return score(id, inbound.length === 0 ? 'none' : 'unknown', [words], 'Enrol its callers.');
  }
  const total = known.reduce((sum, { requestRate }) => sum + requestRate, 0);
  const share = known.reduce((sum, each) => sum + each.requestRate * each.mtlsShare, 0) / total;
  const plain = known.filter(({ mtlsShare }) => mtlsShare < ALL_ENCRYPTED);
  const callers = [...new Set(plain.map(({ source }) => source))].filter((name) => name !== '');
  const isNameless = plain.some(({ source }) => source === '');
  const evidence = [
    `${formatRatio(share)} of the requests of which it is known came under mutual TLS.`,
    ...(callers.length === 0 ? [] : [`In plain text, at least in part: ${named(callers)}.`]),
    ...(isNameless ? ['In plain text: callers that no proxy can name.'] : []),
  ];
  const whom = callers.length === 0 ? 'its callers' : named(callers.slice(0, 2));
  const next = `Enrol ${whom}, then require mutual TLS here.`;
  if (share >= ALL_ENCRYPTED) return score(id, 'met', evidence);
  return score(id, share >= MOSTLY_ENCRYPTED ? 'partly' : 'missing', evidence, next);
}

/** So many calls are needed to say something. */
const LEAST_CALLS = 5;
/** Above this a workload drops the headers; a few traces begin at a sampled retry or a restart. */
const BROKEN_SHARE = 0.2;

/**
 * Workloads pass trace headers on: traces do not begin anew at the calls of a workload that was called itself.
 * The share is that of traces-metrics.md, idea 5(b).
 */
export function traceHeaders({ propagation }: NamespaceFacts): PracticeScore {
  const id = 'trace-headers';
  if (propagation === null) {
    return score(id, 'unknown', ['Traces are looked at when one namespace is open.']);
  }
  const judged = propagation.filter(({ calls }) => calls >= LEAST_CALLS);
  if (judged.length === 0) {
    return score(id, 'none', ['No workload that is called and calls others is in its traces.']);
  }
  const broken = judged.filter(({ calls, roots }) => roots / calls > BROKEN_SHARE);
  const evidence = [
    `${judged.length - broken.length} of ${counted(judged.length, 'workload', 'workloads')} pass them on.`,
    ...broken.map(
      ({ workload, calls, roots }) =>
        `At ${roots} of ${counted(calls, 'call', 'calls')} of ${workload} a new trace began.`,
    ),
  ];
  const next = `Have ${named(broken.map(({ workload }) => workload))} copy traceparent and tracestate, or the b3 headers, and x-request-id to what it calls.`;
  return score(id, shareState(judged.length - broken.length, judged.length), evidence, next);
}

/** A timeout above so many times what 99 of 100 calls take does not help, unless it is short anyway. */
const FAR_ABOVE = 20;
const SHORT_MS = 1_000;

type Judged = ServiceFacts & { readonly p99Ms: number };

/** Each service with traffic has a timeout, above its p99 and not far above. */
export function timeouts({ services }: NamespaceFacts): PracticeScore {
  const id = 'timeouts';
  const busy = services.filter((each): each is Judged => each.p99Ms !== undefined);
  if (busy.length === 0) return score(id, 'none', ['No latency of any service of it is known.']);
  const without = busy.filter(({ timeoutMs }) => timeoutMs === null);
  const short = busy.filter(({ timeoutMs, p99Ms }) => timeoutMs !== null && timeoutMs < p99Ms);
  const long = busy.filter(
    ({ timeoutMs, p99Ms }) =>
      timeoutMs !== null && timeoutMs > SHORT_MS && timeoutMs > FAR_ABOVE * p99Ms,
  );
  const fine = busy.length - without.length - short.length - long.length;
  const said = (word: string, of: readonly Judged[]) =>
    of.map(
      ({ name, timeoutMs, p99Ms }) =>
        `${name}: ${formatMs(timeoutMs)} is ${word} its p99 of ${formatMs(p99Ms)}.`,
    );
  const evidence = [
    `${fine} of ${counted(busy.length, 'service', 'services')} with traffic have a timeout that fits.`,
    ...said('below', short.slice(0, 3)),
    ...said('far above', long.slice(0, 3)),
    ...(without.length === 0 ? [] : [`Without: ${named(without.map(({ name }) => name))}.`]),
  ];
  return score(id, shareState(fine, busy.length), evidence, nextTimeout(short, without, long));
}

function nextTimeout(
  short: readonly Judged[],
  without: readonly Judged[],
  long: readonly Judged[],
): string | null {
  const first = [...short, ...without, ...long][0];
  if (first === undefined) return null;
  return `Give ${first.name} a timeout of about ${formatMs(proposal(first.p99Ms))}, twice its p99.`;
}

/** Twice the p99, rounded up to two digits that a person would write. */
function proposal(p99Ms: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(p99Ms * 2)) - 1);
  return Math.ceil((p99Ms * 2) / unit) * unit;
}
