import type { RuleCase } from '@/lib/testing/check-cases';
import { AMBIENT_CASES } from '@/lib/testing/rule-cases/ambient';
import { APP_MESH_CASES } from '@/lib/testing/rule-cases/app-mesh';
import { CONSUL_CASES } from '@/lib/testing/rule-cases/consul';
import { GATEWAY_API_CASES } from '@/lib/testing/rule-cases/gateway-api';
import { ISTIO_ROUTE_CASES } from '@/lib/testing/rule-cases/istio-routes';
import { ISTIO_RULE_CASES } from '@/lib/testing/rule-cases/istio-rules';
import { ISTIO_SECURITY_CASES } from '@/lib/testing/rule-cases/istio-security';
import { LINKERD_CASES } from '@/lib/testing/rule-cases/linkerd';

/** For each rule, by its code, what it shall find and what it shall leave alone. */
export const RULE_CASES: Readonly<Record<string, RuleCase>> = {
  ...ISTIO_ROUTE_CASES,
  ...ISTIO_RULE_CASES,
  ...ISTIO_SECURITY_CASES,
  ...AMBIENT_CASES,
  ...LINKERD_CASES,
  ...CONSUL_CASES,
  ...APP_MESH_CASES,
  ...GATEWAY_API_CASES,
};
