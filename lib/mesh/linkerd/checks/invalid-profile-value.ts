import type { KubeObject } from '@/lib/domain/kube-object';
import type { Rule, Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { PROFILE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';

/** A duration of Go. */
const DURATION = /^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$/;

export const invalidProfileValue: Rule = {
  code: 'LI203',
  severity: 'error',
  title: 'A ServiceProfile has a value that Linkerd cannot read',
  why: 'Linkerd refuses such a profile, or leaves the route out.',
  mend: 'Durations are written like 300ms; status codes are 100 to 599, and min is at most max.',
  link: PROFILE_PAGE,
  subjects: [SERVICE_PROFILE],
  reads: [],
  check: (object) => [...durations(object), ...statusRanges(object)],
};

function durations({ spec }: KubeObject): readonly Violation[] {
  const { routes, retryBudget } = fieldsOf(spec);
  const written = [
    { path: '/spec/retryBudget/ttl', value: textOf(fieldsOf(retryBudget)['ttl']) },
    ...listOf(routes).map((route, i) => {
      return { path: `/spec/routes/${i}/timeout`, value: textOf(fieldsOf(route)['timeout']) };
    }),
  ];
  return written.flatMap(({ path, value }) =>
    value === undefined || DURATION.test(value) ? [] : [at(path, `${value} is no duration.`)],
  );
}

function statusRanges({ spec }: KubeObject): readonly Violation[] {
  return listOf(fieldsOf(spec)['routes']).flatMap((route, i) =>
    listOf(fieldsOf(route)['responseClasses']).flatMap((each, j) => {
      const { min, max } = fieldsOf(fieldsOf(fieldsOf(each)['condition'])['status']);
      const [low, high] = [numberOf(min) ?? 100, numberOf(max) ?? 599];
      if (low >= 100 && high <= 599 && low <= high) return [];
      const path = `/spec/routes/${i}/responseClasses/${j}/condition/status`;
      return [at(path, `${low} to ${high} is no range of status codes.`)];
    }),
  );
}
