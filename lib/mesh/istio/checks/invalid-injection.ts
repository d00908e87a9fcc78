import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { templateMarks } from '@/lib/mesh/istio/checks/templates';

const INJECT = 'sidecar.istio.io/inject';

export const invalidInjection: Rule = {
  code: 'IS610',
  severity: 'warning',
  title: 'A workload asks for injection in words that the injector does not know',
  why: 'Only true and false count; with anything else the default of the namespace holds.',
  mend: 'Write "true" or "false", with quotation marks.',
  link: analysisPage('IST0125'),
  subjects: [DEPLOYMENTS],
  reads: [],
  check: (object) =>
    Object.entries(templateMarks(object)).flatMap(([member, marks]) => {
      const value = marks[INJECT];
      if (value === undefined || value === 'true' || value === 'false') return [];
      const path = `/spec/template/metadata/${member}/sidecar.istio.io~1inject`;
      return [at(path, `The value ${value} is neither true nor false.`)];
    }),
};
