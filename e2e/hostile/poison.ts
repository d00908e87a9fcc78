import { z } from 'zod';
import { OPERATIONS } from '../../lib/contract/openapi';
import { edgeId, nodeId, parseEdgeId, parseNodeId } from '../../lib/domain/model';
import { PAYLOADS } from './payloads';

/** Words that the API gives a meaning, so that they are no text from outside. */
const WORDS: ReadonlySet<string> = new Set(
  OPERATIONS.flatMap(({ answer }) =>
    answer === null ? [] : wordsOf(z.toJSONSchema(answer, { unrepresentable: 'any' })),
  ),
);

/** The words that a JSON Schema lists, however deep. */
function wordsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const listed = key === 'enum' || key === 'const' ? [value].flat() : [];
    return [...listed.filter((word) => typeof word === 'string'), ...wordsOf(value)];
  });
}

/** Ids and times, which the console makes itself. */
const OPAQUE = /^(urn:alidade:|[a-z-]+~|[0-9a-f]{16}$|[0-9a-f]{32}$|\d+$)/;

/** How the texts of an answer are replaced. */
export interface Poisoning {
  /** Ids that stay, such as that of the node which a page is about. */
  readonly keep: readonly string[];
  /** So many payloads go into each text. */
  readonly perText: number;
  /** With which payload to begin. */
  readonly from: number;
}

/**
 * Replaces every text in an answer of the API that comes from outside by payloads. The same text gets the same
 * ones, so that what belongs together still does; names within ids are replaced like names.
 */
export function poisonerOf({ keep, perText, from }: Poisoning): (answer: unknown) => unknown {
  const known = new Map<string, string>();
  let next = from;

  function payloadsFor(text: string): string {
    const before = known.get(text);
    if (before !== undefined) return before;
    const chosen = Array.from(
      { length: perText },
      (_, i) => PAYLOADS[(next + i) % PAYLOADS.length],
    );
    next += perText;
    // What it was comes last, so that no two texts become one.
    const poisoned = [...chosen.map((payload) => payload?.text ?? ''), text].join(' ');
    known.set(text, poisoned);
    return poisoned;
  }

  function poisonText(text: string): string {
    if (text === '' || WORDS.has(text) || keep.includes(text) || OPAQUE.test(text)) return text;
    const edge = parseEdgeId(text);
    if (edge !== null)
      return edgeId(poisonText(edge.source), poisonText(edge.target), edge.protocol);
    const node = parseNodeId(text);
    if (node === null) return payloadsFor(text);
    const { cluster, namespace, kind, name } = node;
    return nodeId(cluster, poisonText(namespace), kind, poisonText(name));
  }

  return function poison(value: unknown): unknown {
    if (typeof value === 'string') return poisonText(value);
    if (Array.isArray(value)) return value.map(poison);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poison(inner)]));
  };
}
