/**
 * The filter expressions of a ServiceResolver's subsets, as far as Kubernetes tells what they ask for: the
 * metadata and the tags of a service, which come from annotations of its pods.
 * https://developer.hashicorp.com/consul/api-docs/features/filtering
 */

/** What Consul knows of one instance of a service. */
export interface InstanceFacts {
  readonly meta: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

/** Whether an instance is in the subset; null where Kubernetes does not tell. */
export type Filter = (facts: InstanceFacts) => boolean | null;

interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(==|!=|\(|\))|"((?:[^"\\]|\\.)*)"|`([^`]*)`|((?:[^\s()=!"`[\]]|\["[^"]*"\])+))/y;

/** Reads an expression; null when it is none that we know. An empty one takes every instance. */
export function readFilter(expression: string): Filter | null {
  if (expression.trim() === '') return () => true;
  const tokens = tokensOf(expression.trim());
  if (tokens === null) return null;
  const reader = new FilterReader(tokens);
  const filter = reader.either();
  return filter !== null && reader.isAtEnd ? filter : null;
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    const [, sign, quoted, raw, word] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'text', text: raw ?? (quoted ?? '').replaceAll(/\\(.)/g, '$1') });
  }
  return tokens;
}

/** Recursive descent: `or` binds weaker than `and`, that weaker than `not`. */
class FilterReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  either(): Filter | null {
    return this.joined('or', () => this.both(), true);
  }

  private both(): Filter | null {
    return this.joined('and', () => this.negated(), false);
  }

  /** @param decides What one part has to be for the others not to matter. */
  private joined(word: string, part: () => Filter | null, decides: boolean): Filter | null {
    const parts = [part()];
    while (this.takeWord(word)) parts.push(part());
    const filters = parts.filter((filter) => filter !== null);
    if (filters.length < parts.length) return null;
    return (facts) => {
      const found = filters.map((filter) => filter(facts));
      if (found.includes(decides)) return decides;
      return found.includes(null) ? null : !decides;
    };
  }

  private negated(): Filter | null {
    if (this.takeWord('not')) return not(this.negated());
    if (!this.takeSign('(')) return this.match();
    const inner = this.either();
    return this.takeSign(')') ? inner : null;
  }

  private match(): Filter | null {
    const first = this.next();
    if (first === null || first.kind === 'sign') return null;
    if (this.takeSign('==')) return isValue(first, this.next());
    if (this.takeSign('!=')) return not(isValue(first, this.next()));
    if (this.takeWord('is')) {
      const isNot = this.takeWord('not');
      if (!this.takeWord('empty')) return null;
      return isNot ? not(isEmpty(first)) : isEmpty(first);
    }
    const isNot = this.takeWord('not');
    const found = this.membership(first);
    return isNot ? not(found) : found;
  }

  private membership(first: Token): Filter | null {
    if (this.takeWord('in')) return holds(this.next(), first);
    if (this.takeWord('contains')) return holds(first, this.next());
    return this.takeWord('matches') ? matches(first, this.next()) : null;
  }

  private next(): Token | null {
    const token = this.tokens[this.at] ?? null;
    this.at += 1;
    return token;
  }

  private takeWord(word: string): boolean {
    return this.take('word', word);
  }

  private takeSign(sign: string): boolean {
    return this.take('sign', sign);
  }

  private take(kind: Token['kind'], text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.at += 1;
    return true;
  }
}

/** What a selector means: one value of the metadata, the tags, all of the metadata, or nothing we know. */
type Selected =
  | { readonly kind: 'meta'; readonly key: string }
  | { readonly kind: 'tags' }
  | { readonly kind: 'all-meta' }
  | null;

function selected({ text }: Token): Selected {
  if (text === 'Service.Tags' || text === '/Service/Tags') return { kind: 'tags' };
  if (text === 'Service.Meta' || text === '/Service/Meta') return { kind: 'all-meta' };
  const key =
    /^Service\.Meta\.([^.[\]]+)$/.exec(text) ??
    /^Service\.Meta\["([^"]*)"\]$/.exec(text) ??
    /^\/Service\/Meta\/([^/]+)$/.exec(text);
  return key?.[1] === undefined ? null : { kind: 'meta', key: key[1] };
}

function not(filter: Filter | null): Filter | null {
  if (filter === null) return null;
  return (facts) => {
    const found = filter(facts);
    return found === null ? null : !found;
  };
}

function isValue(selector: Token, value: Token | null): Filter | null {
  if (value === null || value.kind === 'sign') return null;
  const what = selected(selector);
  return ({ meta }) => (what?.kind === 'meta' ? meta[what.key] === value.text : null);
}

function isEmpty(selector: Token): Filter {
  const what = selected(selector);
  return ({ meta, tags }) => {
    if (what?.kind === 'meta') return (meta[what.key] ?? '') === '';
    if (what?.kind === 'tags') return tags.length === 0;
    return what === null ? null : Object.keys(meta).length === 0;
  };
}

/** `"canary" in Service.Tags`, `Service.Meta contains version`. */
function holds(selector: Token | null, value: Token | null): Filter | null {
  if (selector === null || value === null || value.kind === 'sign') return null;
  const what = selected(selector);
  return ({ meta, tags }) => {
    if (what?.kind === 'tags') return tags.includes(value.text);
    if (what?.kind === 'all-meta') return Object.hasOwn(meta, value.text);
    return what === null ? null : (meta[what.key] ?? '').includes(value.text);
  };
}

/** Expressions of other people are not run: they may be written to take for ever. */
function matches(_selector: Token, value: Token | null): Filter | null {
  return value === null || value.kind === 'sign' ? null : () => null;
}
