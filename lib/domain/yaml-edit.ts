import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type YAMLSeq,
} from 'yaml';
import { stepsOf } from '@/lib/domain/pointer';
import { err, ok, type Result } from '@/lib/domain/result';

/** One change of a YAML document, by JSON Pointers. What it does not name stays, comments included. */
export type YamlEdit =
  | { readonly op: 'set'; readonly path: string; readonly value: unknown }
  /** Sets it unless something stands there. */
  | { readonly op: 'default'; readonly path: string; readonly value: unknown }
  /** Takes it out, and then the maps that this leaves empty, but none at or above `keep`. */
  | { readonly op: 'remove'; readonly path: string; readonly keep: string }
  /** Puts an element into a list; at its end when the index is its length. */
  | {
      readonly op: 'insert';
      readonly list: string;
      readonly index: number;
      readonly value: unknown;
    }
  /** Moves an element of a list to another place in it. */
  | { readonly op: 'move'; readonly list: string; readonly from: number; readonly to: number };

/** Reads a YAML document as JSON; or says, in the parser's words, why it is none. */
export function readYaml(text: string): Result<unknown, string> {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) return err(problem.message);
  return ok(document.toJS({ maxAliasCount: 100 }) as unknown);
}

/**
 * Makes changes to a YAML text, one after the other. Comments, the order of fields and fields that nobody knows
 * stay as they are; the text is written anew, so that indentation may change.
 *
 * @returns The new text, or why it cannot be changed: it is no YAML, or something else stands in the way.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): Result<string, string> {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) return err(problem.message);
  for (const edit of edits) {
    const failure = apply(document, edit);
    if (failure !== null) return err(failure);
  }
  return ok(document.toString({ lineWidth: 0 }));
}

function apply(document: Document.Parsed, edit: YamlEdit): string | null {
  switch (edit.op) {
    case 'set':
      return set(document, keysOf(document, edit.path), edit.value);
    case 'default': {
      const keys = keysOf(document, edit.path);
      return document.getIn(keys) === undefined ? set(document, keys, edit.value) : null;
    }
    case 'remove':
      return remove(document, edit.path, edit.keep);
    case 'insert':
      return insert(document, edit.list, edit.index, edit.value);
    case 'move':
      return move(document, edit.list, edit.from, edit.to);
  }
}

type Keys = readonly (string | number)[];

/** The keys of a pointer: in a list they are numbers. */
function keysOf(document: Document.Parsed, pointer: string): Keys {
  const keys: (string | number)[] = [];
  for (const step of stepsOf(pointer)) {
    const at = keys.length === 0 ? document.contents : document.getIn(keys, true);
    keys.push(isSeq(at) ? Number(step) : step);
  }
  return keys;
}

function set(document: Document.Parsed, keys: Keys, value: unknown): string | null {
  const known = document.getIn(keys, true);
  const isPlain = typeof value !== 'object' || value === null;
  if (isScalar(known) && isPlain) {
    // The node keeps its comment; a text stays quoted as it was.
    if (known.value !== value) known.value = value;
    return null;
  }
  const blocked = blockedAt(document, keys);
  if (blocked !== null) return blocked;
  for (let depth = 1; depth < keys.length; depth += 1) {
    const parent = keys.slice(0, depth);
    // `retries:` without anything is null, and no place to put something into.
    if (!isCollection(document.getIn(parent, true))) {
      document.setIn(parent, document.createNode({}));
    }
  }
  document.setIn(keys, document.createNode(value));
  return null;
}

/** What stands in the way of a value: a text or number where a map should be, or a list without that element. */
function blockedAt(document: Document.Parsed, keys: Keys): string | null {
  for (let depth = 1; depth < keys.length; depth += 1) {
    const parent = document.getIn(keys.slice(0, depth), true);
    if (parent === undefined || isCollection(parent)) continue;
    if (isScalar(parent) && parent.value === null) continue;
    return `At ${keys.slice(0, depth).join('.')} stands something that is no map.`;
  }
  return null;
}

function remove(document: Document.Parsed, path: string, keep: string): string | null {
  let keys = keysOf(document, path);
  const floor = stepsOf(keep).length;
  if (document.getIn(keys, true) === undefined) return null;
  document.deleteIn(keys);
  while (keys.length - 1 > floor) {
    keys = keys.slice(0, -1);
    const parent = document.getIn(keys, true);
    if (!isMap(parent) || parent.items.length > 0) break;
    document.deleteIn(keys);
  }
  return null;
}

function insert(
  document: Document.Parsed,
  list: string,
  index: number,
  value: unknown,
): string | null {
  const keys = keysOf(document, list);
  const at = document.getIn(keys, true);
  if (at === undefined) return set(document, keys, [value]);
  if (!isSeq(at)) return `At ${keys.join('.')} stands something that is no list.`;
  giveFirstItsComment(at);
  at.items.splice(Math.min(Math.max(index, 0), at.items.length), 0, document.createNode(value));
  return null;
}

function move(document: Document.Parsed, list: string, from: number, to: number): string | null {
  const keys = keysOf(document, list);
  const at = document.getIn(keys, true);
  if (!isSeq(at)) return `At ${keys.join('.')} stands no list.`;
  giveFirstItsComment(at);
  const [element] = at.items.splice(from, 1);
  if (element === undefined) return `There is no element ${from}.`;
  at.items.splice(to, 0, element);
  return null;
}

/** The parser gives a comment before the first element to the list; it goes where the element goes. */
function giveFirstItsComment(list: YAMLSeq): void {
  const [first] = list.items;
  if (!isNode(first) || list.commentBefore == null || first.commentBefore != null) return;
  first.commentBefore = list.commentBefore;
  list.commentBefore = null;
}
