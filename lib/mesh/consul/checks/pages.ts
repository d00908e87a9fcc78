const REFERENCE = 'https://developer.hashicorp.com/consul/docs/reference/config-entry';

/** The page of one kind of configuration entry. */
export function entryPage(kind: string): string {
  return `${REFERENCE}/${kind}`;
}
