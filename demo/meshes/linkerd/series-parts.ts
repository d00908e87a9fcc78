import { seenBySource, type Flow, type Outcome } from '../../model/flow';
import type { Labels } from '../../model/labels';
import type { Lognormal } from '../../model/lognormal';
import { podShares } from '../../model/place';
import type { DemoWorkload } from '../../model/types';
import { hasProfile } from './leaves';
import {
  ADMITTED,
  endpointLabels,
  outcomeLabels,
  routeLabels,
  routeOutcomeLabels,
  scrapeLabels,
  serverLabels,
} from './series-labels';

/** A part of a flow as one proxy reports it. */
export interface Part {
  readonly flow: Flow;
  readonly share: number;
  readonly labels: Labels;
}

/** One way in which the requests of a part ended. */
export interface Ended extends Part {
  readonly outcome: Outcome;
  readonly latency: Lognormal;
}

export const isHttp = ({ service }: Flow): boolean => service.protocol !== 'tcp';
export const isLost = ({ target, service }: Flow): boolean =>
  target === null && service.externalHost === undefined;

function podsOf(workload: DemoWorkload): readonly (readonly [pod: string, share: number])[] {
  const shares = podShares(workload.pods);
  return workload.pods.map((pod, i) => [pod, shares[i] ?? 0] as const);
}

/** What each pod of the caller reports of each pod that it called. */
function dialled(flow: Flow): Part[] {
  const { source, target } = flow;
  if (source?.mesh !== 'linkerd' || isLost(flow)) return [];
  const callees = target === null ? ([[null, 1]] as const) : podsOf(target);
  return podsOf(source).flatMap(([pod, share]) =>
    callees.map(([callee, part]) => ({
      flow,
      share: share * part,
      labels: {
        direction: 'outbound',
        ...endpointLabels(flow, callee),
        ...scrapeLabels(source, pod),
      },
    })),
  );
}

/** What each pod of the callee reports. */
function accepted(flow: Flow): Part[] {
  const { target } = flow;
  if (target?.mesh !== 'linkerd') return [];
  return podsOf(target).map(([pod, share]) => ({
    flow,
    share,
    labels: { direction: 'inbound', ...serverLabels(flow, pod), ...scrapeLabels(target, pod) },
  }));
}

/** What each pod of the caller reports by route, where no ServiceProfile stands in the way. */
function routed(flow: Flow): Part[] {
  const { source, service } = flow;
  const isRouted = service.externalHost === undefined && !hasProfile(service);
  if (source?.mesh !== 'linkerd' || !isRouted || !isHttp(flow)) return [];
  return podsOf(source).map(([pod, share]) => ({
    flow,
    share,
    labels: { ...routeLabels(flow), ...scrapeLabels(source, pod) },
  }));
}

export function requestParts(flow: Flow): Part[] {
  if (!isHttp(flow)) return [];
  const taken = accepted(flow).map((part) => ({
    ...part,
    labels: { ...part.labels, ...ADMITTED },
  }));
  return [...dialled(flow), ...taken];
}

export function endedParts(flow: Flow): Ended[] {
  return requestParts(flow).flatMap((part) =>
    flow.outcomes.map((outcome) => ({
      ...part,
      outcome,
      share: part.share * outcome.share,
      labels: { ...part.labels, ...outcomeLabels(outcome) },
      latency:
        part.labels.direction === 'outbound' ? seenBySource(outcome.latency) : outcome.latency,
    })),
  );
}

export function routedParts(flow: Flow): Ended[] {
  return routed(flow).flatMap((part) =>
    flow.outcomes.map((outcome) => ({
      ...part,
      outcome,
      share: part.share * outcome.share,
      labels: { ...part.labels, ...routeOutcomeLabels(outcome, isLost(flow)) },
      latency: seenBySource(outcome.latency),
    })),
  );
}

export function connectionParts(flow: Flow): Part[] {
  return [
    ...dialled(flow).map((part) => ({ ...part, labels: { ...part.labels, peer: 'dst' } })),
    ...dialled(flow).map((part) => ({ ...part, labels: applicationSide(part.labels) })),
    ...accepted(flow).map((part) => ({ ...part, labels: { ...part.labels, peer: 'src' } })),
  ];
}

/** A client's proxy also counts the connection that its application made, before it knew to whom. */
function applicationSide(labels: Labels): Labels {
  const kept = Object.entries(labels).filter(
    ([name]) => !/^(dst_|authority$|server_id$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    peer: 'src',
    tls: 'no_identity',
    no_tls_reason: 'loopback',
  };
}
