import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { sourcesOf } from '@/lib/mesh/consul/checks/intention-parts';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { listOf, textOf } from '@/lib/mesh/fields';

export const undecidedSource: Rule = {
  code: 'CO405',
  severity: 'error',
  title: 'A source of intentions has both an action and permissions, or neither',
  why: 'Consul refuses the object: what was in force before stays so.',
  mend: 'Write action: allow or deny for all calls, or permissions for some, not both.',
  link: entryPage('service-intentions'),
  subjects: [SERVICE_INTENTIONS],
  reads: [],
  check: (object) =>
    sourcesOf(object).flatMap(({ fields, name, path }) => {
      const hasAction = textOf(fields['action']) !== undefined;
      if (hasAction !== listOf(fields['permissions']).length > 0) return [];
      const both = hasAction ? 'both an action and permissions' : 'neither action nor permissions';
      return [at(path, `The source ${name} has ${both}.`)];
    }),
};
