import type { RuleCase } from '@/lib/testing/check-cases';
import { ISTIO_ROUTE_CASES } from '@/lib/testing/rule-cases/istio-routes';

/** For each rule, by its code, what it shall find and what it shall leave alone. */
export const RULE_CASES: Readonly<Record<string, RuleCase>> = {
  ...ISTIO_ROUTE_CASES,
};
