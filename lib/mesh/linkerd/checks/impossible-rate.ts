import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, numberOf } from '@/lib/mesh/fields';
import { RATE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { RATE_LIMIT } from '@/lib/mesh/linkerd/kinds';

export const impossibleRate: Rule = {
  code: 'LI310',
  severity: 'error',
  title: 'A rate limit allows nothing, or a caller more than all together',
  why: 'Linkerd refuses it: rates are above 0, and those of one caller at most the total.',
  mend: 'Raise the total, or lower what one caller may do.',
  link: RATE_PAGE,
  subjects: [RATE_LIMIT],
  reads: [],
  check: ({ spec }) => {
    const { total, identity, overrides } = fieldsOf(spec);
    const all = rateOf(total);
    const each = [
      { path: '/spec/identity', rate: rateOf(identity) },
      ...listOf(overrides).map((override, i) => {
        return { path: `/spec/overrides/${i}`, rate: rateOf(override) };
      }),
    ];
    return [{ path: '/spec/total', rate: all }, ...each].flatMap(({ path, rate }) => {
      const pointer = `${path}/requestsPerSecond`;
      if (rate !== undefined && rate <= 0) return [at(pointer, `The rate ${rate} allows nothing.`)];
      if (rate === undefined || all === undefined || rate <= all) return [];
      return [at(pointer, `The rate ${rate} is above the total, ${all}.`)];
    });
  },
};

function rateOf(limit: unknown): number | undefined {
  return numberOf(fieldsOf(limit)['requestsPerSecond']);
}
