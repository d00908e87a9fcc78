import type { Rule, Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { isWithin, readRange } from '@/lib/mesh/linkerd/checks/cidr';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { NETWORK_AUTHENTICATION } from '@/lib/mesh/linkerd/kinds';

export const invalidNetworks: Rule = {
  code: 'LI307',
  severity: 'error',
  title: 'A NetworkAuthentication names no networks, or exceptions outside of them',
  why: 'Linkerd refuses it; without networks nobody is let in.',
  mend: 'Write networks as 10.0.0.0/8, and as exceptions only parts of them.',
  link: POLICY_PAGE,
  subjects: [NETWORK_AUTHENTICATION],
  reads: [],
  check: ({ spec }) => {
    const networks = listOf(fieldsOf(spec)['networks']);
    if (networks.length === 0) return [at('/spec/networks', 'There are no networks.')];
    return networks.flatMap((network, i) => ofNetwork(network, `/spec/networks/${i}`));
  },
};

function ofNetwork(network: unknown, path: string): readonly Violation[] {
  const { cidr, except } = fieldsOf(network);
  const text = textOf(cidr) ?? '';
  const range = readRange(text);
  if (range === null) return [at(`${path}/cidr`, `${text} is no network.`)];
  return textsOf(except).flatMap((each, i) => {
    const inner = readRange(each);
    if (inner !== null && isWithin(inner, range)) return [];
    return [at(`${path}/except/${i}`, `${each} is not a part of ${text}.`)];
  });
}
