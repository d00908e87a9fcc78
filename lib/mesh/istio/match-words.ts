import { fieldsOf, labelsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';

/** How Istio compares a text: exactly one of the three; none means "is there at all". */
const COMPARISONS = [
  ['exact', 'is'],
  ['prefix', 'starts with'],
  ['regex', 'matches'],
] as const;

/**
 * Says in words what each entry of a route's `match` asks for. Entries are OR-ed, the conditions
 * within one are AND-ed. An entry that asks for nothing matches everything.
 *
 * @returns One text an entry; empty when the route takes everything that reaches it.
 */
export function matchWords(match: unknown): readonly string[] {
  const entries = listOf(match).map((entry) => entryWords(fieldsOf(entry)));
  return entries.includes('') ? [] : entries;
}

function entryWords(entry: Fields): string {
  return [
    ...comparedWords(entry),
    ...mapWords('header', entry['headers']),
    ...mapWords('header', entry['withoutHeaders']).map((words) => `not (${words})`),
    ...mapWords('query parameter', entry['queryParams']),
    ...listWords('SNI host', entry['sniHosts']),
    ...listWords('destination address', entry['destinationSubnets']),
    ...plainWords('port', entry['port']),
    ...callerWords(entry),
    ...gatewayWords(textsOf(entry['gateways'])),
  ].join(' and ');
}

function comparedWords(entry: Fields): string[] {
  const anyCase = entry['ignoreUriCase'] === true ? ' (in any case)' : '';
  return [
    ...comparison('path', entry['uri']).map((words) => words + anyCase),
    ...comparison('scheme', entry['scheme']),
    ...comparison('method', entry['method']),
    ...comparison('host', entry['authority']),
  ];
}

function callerWords(entry: Fields): string[] {
  const labels = Object.entries(labelsOf(entry['sourceLabels']));
  return [
    ...labels.map(([key, value]) => `caller has the label ${key}=${value}`),
    ...plainWords('caller is in namespace', entry['sourceNamespace']),
    ...plainWords('caller address is in', entry['sourceSubnet']),
  ];
}

/** Says through which gateways traffic has to come; nothing when calls in the mesh count too. */
export function gatewayWords(gateways: readonly string[]): string[] {
  if (gateways.length === 0) return [];
  const named = gateways.filter((name) => name !== 'mesh');
  if (named.length === 0) return ['from within the mesh'];
  return named.length === gateways.length ? [`through gateway ${named.join(' or ')}`] : [];
}

function comparison(subject: string, value: unknown): string[] {
  if (value === undefined) return [];
  const matcher = fieldsOf(value);
  for (const [field, verb] of COMPARISONS) {
    const text = textOf(matcher[field]);
    if (text !== undefined) return [`${subject} ${verb} ${text}`];
  }
  return [`${subject} is present`];
}

function mapWords(subject: string, value: unknown): string[] {
  return Object.entries(fieldsOf(value)).flatMap(([name, matcher]) =>
    comparison(`${subject} ${name}`, matcher),
  );
}

function listWords(subject: string, value: unknown): string[] {
  const values = textsOf(value);
  return values.length === 0 ? [] : [`${subject} is ${values.join(' or ')}`];
}

function plainWords(subject: string, value: unknown): string[] {
  return typeof value === 'number' || (typeof value === 'string' && value !== '')
    ? [`${subject} ${value}`]
    : [];
}
