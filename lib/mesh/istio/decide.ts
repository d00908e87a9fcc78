import type { KubeObject } from '@/lib/domain/kube-object';
import type { Decision, PolicyCall } from '@/lib/domain/policy';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { actionOf, ruleMatches, type Enforcer } from '@/lib/mesh/istio/authorization';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { anyOf, type Maybe } from '@/lib/mesh/policies/maybe';
import { byNobody, byObject, listWords } from '@/lib/mesh/policies/refs';

/** What a set of policies with one action makes of a call. */
interface Tally {
  readonly matches: Maybe;
  /** What matches, or may, first. */
  readonly by: { readonly policy: KubeObject; readonly path: string } | null;
}

/**
 * What the policies for a workload say of a call, in the order of Istio: CUSTOM, DENY, then ALLOW, of which one must
 * match where there is any. AUDIT decides nothing.
 *
 * @param policies Those that apply to the workload at this proxy.
 */
export function decide(
  call: PolicyCall,
  policies: readonly KubeObject[],
  enforcer: Enforcer,
): Decision {
  const of = (action: string) => policies.filter((policy) => actionOf(policy) === action);
  const tally = (action: string) => tallyOf(of(action), call, enforcer);
  const denied = tally('DENY');
  if (denied.matches === 'yes') return decided('denied', denied, 'denies such calls');
  const allowing = of('ALLOW');
  const allowed = tallyOf(allowing, call, enforcer);
  if (allowing.length > 0 && allowed.matches === 'no') return noneAllows(allowing);

  // ztunnel knows neither external authorizers nor audits.
  const custom = enforcer === 'ztunnel' ? NOTHING : tally('CUSTOM');
  if (custom.matches !== 'no') return decided('unknown', custom, 'asks an external authorizer');
  if (denied.matches === 'maybe') {
    return decided('unknown', denied, 'may deny it: telemetry does not tell all that it asks for');
  }
  if (allowed.matches === 'maybe') {
    return decided(
      'unknown',
      allowed,
      'may allow it: telemetry does not tell all that it asks for',
    );
  }
  if (allowed.matches === 'yes') return decided('allowed', allowed, 'allows such calls');
  return byNobody('allowed', 'No policy denies it, and no ALLOW policy is for the workload.');
}

const NOTHING: Tally = { matches: 'no', by: null };

function tallyOf(policies: readonly KubeObject[], call: PolicyCall, enforcer: Enforcer): Tally {
  const found = policies.flatMap((policy) =>
    listOf(fieldsOf(policy.spec)['rules']).map((rule, i) => ({
      policy,
      path: `spec.rules[${i}]`,
      matches: ruleMatches(rule, {
        ...{ call, enforcer, action: actionOf(policy) },
        namespace: policy.metadata.namespace ?? '',
      }),
    })),
  );
  const matches = anyOf(found.map((each) => each.matches));
  const by = matches === 'no' ? null : (found.find((each) => each.matches === matches) ?? null);
  return { matches, by };
}

function decided(verdict: Decision['verdict'], { by }: Tally, does: string): Decision {
  if (by === null) return byNobody(verdict, `A policy ${does}.`);
  return byObject(
    verdict,
    refOf(by.policy, AUTHORIZATION_POLICY),
    by.path,
    `A rule of ${by.policy.metadata.name} ${does}.`,
  );
}

function noneAllows(allowing: readonly KubeObject[]): Decision {
  const [first] = allowing;
  const names = listWords(
    allowing.map(({ metadata }) => metadata.name),
    'or',
  );
  const because = `Only what ${names} allows may call, and no rule of it matches.`;
  return first === undefined
    ? byNobody('denied', because)
    : byObject('denied', refOf(first, AUTHORIZATION_POLICY), 'spec.rules', because);
}
