import type { NamespaceFacts } from '@/lib/domain/practices/facts';
import { monitoring, mutualTls, timeouts, traceHeaders } from '@/lib/domain/practices/of-figures';
import {
  circuitBreakers,
  faultInjection,
  proxyLimits,
  rollout,
  startSimple,
  versions,
} from '@/lib/domain/practices/of-objects';
import { score } from '@/lib/domain/practices/words';
import { PRACTICES, type PracticeId, type PracticeScore } from '@/lib/domain/practices/practice';

const JUDGES: Readonly<Record<PracticeId, (facts: NamespaceFacts) => PracticeScore>> = {
  'start-simple': startSimple,
  rollout,
  monitoring,
  'mutual-tls': mutualTls,
  'proxy-limits': proxyLimits,
  'trace-headers': traceHeaders,
  timeouts,
  'circuit-breakers': circuitBreakers,
  versions,
  'fault-injection': faultInjection,
};

/** How far a namespace follows each of the ten practices, in their order. */
export function judgePractices(facts: NamespaceFacts): readonly PracticeScore[] {
  return PRACTICES.map(({ id }) =>
    facts.hasObjects
      ? JUDGES[id](facts)
      : score(id, 'unknown', ['Its objects could not be read.'], 'See that Kubernetes answers.'),
  );
}
