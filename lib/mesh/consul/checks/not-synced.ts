import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { CONFIG_ENTRIES } from '@/lib/mesh/consul/kinds';
import { notSynced as refused } from '@/lib/mesh/consul/split-warnings';

export const notSynced: Rule = {
  code: 'CO107',
  severity: 'error',
  title: 'Consul has not taken an object as it stands',
  why: 'Kubernetes has stored it, but Consul’s servers refused it, or somebody else owns the entry there.',
  mend: 'Do what the reason says. An entry that was not made here is adopted by the annotation consul.hashicorp.com/migrate-entry.',
  link: entryPage('service-resolver'),
  subjects: CONFIG_ENTRIES,
  reads: [],
  check: (object) => warned('/status/conditions', refused(object), 'not-synced'),
};
