import {
  above,
  div,
  equals,
  oneOf,
  or,
  rate,
  selector,
  sumBy,
  times,
  type Matcher,
} from '@/lib/domain/promql';
import type { FigureQuery } from '@/lib/domain/resilience/setting';
import type { NodeFacts } from '@/lib/mesh/adapter';

const NO_ROUTES =
  'No caller’s proxy reports this: they count it by route only where the newer route metrics are scraped.';

/** What callers' proxies count of timeouts, retries and breakers of calls to a service: five queries. */
export function figures(node: NodeFacts, windowSeconds: number): readonly FigureQuery[] {
  if (node.services.length === 0) return [];
  const parent = named('parent', node);
  const summed = (metric: string, more: readonly Matcher[] = []) =>
    sumBy([], rate(metric, [...parent, ...more], windowSeconds));
  const statuses = 'outbound_http_route_request_statuses_total';
  const total = summed(statuses);
  const timedOut = summed(statuses, [equals('error', 'REQUEST_TIMEOUT')]);
  const retry = 'outbound_http_route_retry';
  return [
    {
      key: 'timeouts',
      section: 'timeouts',
      label: 'Ended by the timeout',
      unit: 'ratio',
      promql: div(or(timedOut, times(total, 0)), above(total, 0)),
      absent: NO_ROUTES,
    },
    {
      key: 'retries',
      section: 'retries',
      label: 'Retries',
      unit: 'perSecond',
      promql: summed(`${retry}_requests_total`),
      absent: NO_ROUTES,
    },
    {
      key: 'retry-limit',
      section: 'retries',
      label: 'Retries used up',
      unit: 'perSecond',
      promql: summed(`${retry}_limit_exceeded_total`),
      absent: NO_ROUTES,
    },
    {
      key: 'overflow',
      section: 'breaker',
      label: 'Retries not sent because of the circuit breaker',
      unit: 'perSecond',
      promql: summed(`${retry}_overflow_total`),
      absent: NO_ROUTES,
    },
    {
      key: 'pending',
      section: 'breaker',
      label: 'Servers not in use now, over all callers',
      unit: 'count',
      promql: sumBy(
        [],
        selector('outbound_http_balancer_endpoints', [
          ...named('backend', node),
          equals('endpoint_state', 'pending'),
        ]),
      ),
      absent: NO_ROUTES,
    },
  ];
}

function named(role: 'parent' | 'backend', { namespace, services }: NodeFacts): readonly Matcher[] {
  return [equals(`${role}_namespace`, namespace), oneOf(`${role}_name`, services)];
}
