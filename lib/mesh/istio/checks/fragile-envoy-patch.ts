import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { hasPriority, patchesOf } from '@/lib/mesh/istio/checks/envoy-patches';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { ENVOY_FILTER } from '@/lib/mesh/istio/kinds';

const RELATIVE = /^(INSERT_BEFORE|INSERT_AFTER|INSERT_FIRST)$/;

export const fragileEnvoyPatch: Rule = {
  code: 'IS702',
  severity: 'warning',
  title: 'An EnvoyFilter puts something before or after another filter',
  why: 'What is inserted depends on what is there already, and in which order several EnvoyFilters are applied: an upgrade may undo it silently.',
  mend: 'Set spec.priority, and match the version of the proxy that the patch was written for.',
  link: analysisPage('IST0151'),
  subjects: [ENVOY_FILTER],
  reads: [],
  check: (object) =>
    patchesOf(object)
      .filter(({ operation, isForVersion }) => {
        return RELATIVE.test(operation) && !(hasPriority(object) && isForVersion);
      })
      .map(({ path, operation, isForVersion }) => {
        const missing = [
          ...(hasPriority(object) ? [] : ['no priority']),
          ...(isForVersion ? [] : ['no version of the proxy']),
        ].join(' and ');
        return at(`${path}/patch/operation`, `${operation} is relative, and there is ${missing}.`);
      }),
};
