import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectIndex, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { ruleHostOf } from '@/lib/mesh/istio/checks/rule-host';
import { isSeenWith } from '@/lib/mesh/istio/export-to';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';
import { isSameObject, nameOf } from '@/lib/mesh/object-names';

/** Rules of one namespace are merged; those of others come into force by precedence, not together. */
const placeOf = (rule: KubeObject) => `${rule.metadata.namespace ?? ''} ${ruleHostOf(rule)}`;

const BY_PLACE: ObjectIndex = { kind: DESTINATION_RULE, keysOf: (rule) => [placeOf(rule)] };

export const repeatedRule: Rule = {
  code: 'IS204',
  severity: 'warning',
  title: 'Two DestinationRules of a namespace say something of the same subset or host',
  why: 'Istio merges them and takes what the older one says; the rest of the younger has no effect.',
  mend: 'Merge them into one, or remove one of the two subsets or traffic policies.',
  link: networkingPage('destination-rule'),
  subjects: [DESTINATION_RULE],
  reads: [DESTINATION_RULE],
  check: (object, lookups) =>
    lookups
      .find(BY_PLACE, placeOf(object))
      .filter((other) => !isSameObject(other, object) && isSeenWith(other, object))
      .filter(({ spec }) => fieldsOf(spec)['workloadSelector'] === undefined)
      .flatMap((other) => {
        const shared = subsetNames(object).filter((name) => subsetNames(other).includes(name));
        if (shared.length > 0) {
          const message = `${nameOf(other)} defines ${shared.join(', ')} for the same host.`;
          return [at('/spec/subsets', message, other)];
        }
        if (!hasPolicy(object) || !hasPolicy(other)) return [];
        const message = `${nameOf(other)} has a traffic policy for the same host.`;
        return [at('/spec/trafficPolicy', message, other)];
      }),
};

function subsetNames({ spec }: KubeObject): readonly string[] {
  return listOf(fieldsOf(spec)['subsets']).flatMap(
    (subset) => textOf(fieldsOf(subset)['name']) ?? [],
  );
}

function hasPolicy({ spec }: KubeObject): boolean {
  return fieldsOf(spec)['trafficPolicy'] !== undefined;
}
