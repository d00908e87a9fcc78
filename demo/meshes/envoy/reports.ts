import type { Flow, Outcome } from '../../model/flow';
import { scrapeLabels, type Labels } from '../../model/labels';
import { placeOf, podShares } from '../../model/place';
import type { DemoWorkload } from '../../model/types';
import type { EnvoyWords } from './words';

/** What one pod's Envoy counts of one flow and outcome. */
export interface Report {
  readonly flow: Flow;
  /** A cluster of the caller, the cluster of the server's application, or a listener of the server. */
  readonly at: 'outbound' | 'inbound' | 'http' | 'tcp';
  /** Null for TCP. */
  readonly outcome: Outcome | null;
  /** The part of the flow's requests that it is about. */
  readonly share: number;
  readonly labels: Labels;
  readonly isTls: boolean;
}

/** What every Envoy of a mesh counts of some flows. */
export function reportsOf(words: EnvoyWords, flows: readonly Flow[]): readonly Report[] {
  return flows.flatMap((flow) => [...outboundReports(words, flow), ...inboundReports(words, flow)]);
}

/** The labels that a proxy's series have whatever they count. */
export function proxyLabels(words: EnvoyWords, workload: DemoWorkload, pod: string): Labels {
  const instance = `${placeOf(workload.namespace, pod).ip}:${String(words.port)}`;
  return { ...scrapeLabels(workload, pod), instance, ...words.ofProxy(workload) };
}

function outboundReports(words: EnvoyWords, flow: Flow): Report[] {
  const cluster = words.outbound(flow);
  if (flow.source?.mesh !== words.mesh || cluster === null) return [];
  return reportsBy(words, flow, flow.source, 'outbound', cluster);
}

function inboundReports(words: EnvoyWords, flow: Flow): Report[] {
  const { target } = flow;
  if (target?.mesh !== words.mesh) return [];
  const { kind, prefix, hasApplication } = words.arrival(flow);
  const label = kind === 'http' ? 'envoy_http_conn_manager_prefix' : 'envoy_tcp_prefix';
  const passed = kind === 'tcp' ? { ...flow, outcomes: [] } : flow;
  return [
    ...reportsBy(words, passed, target, kind, { [label]: prefix }),
    ...(hasApplication ? reportsBy(words, passed, target, 'inbound', words.inbound(flow)) : []),
  ];
}

function reportsBy(
  words: EnvoyWords,
  flow: Flow,
  workload: DemoWorkload,
  at: Report['at'],
  labels: Labels,
): Report[] {
  const shares = podShares(workload.pods);
  const outcomes = flow.outcomes.length === 0 ? [null] : flow.outcomes;
  return workload.pods.flatMap((pod, index) => {
    const all = { ...proxyLabels(words, workload, pod), ...labels };
    return outcomes.map((outcome) => ({
      flow,
      at,
      outcome,
      share: (shares[index] ?? 0) * (outcome?.share ?? 1),
      labels: all,
      isTls: at === 'outbound' && words.isTls(flow),
    }));
  });
}
