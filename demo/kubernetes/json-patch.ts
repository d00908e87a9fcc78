import { isArray, isObject, sameJson, withKey, type Json } from './json';

/** Why a patch does not fit the document. */
export class PatchError extends Error {}

/**
 * Applies RFC 6902 operations in order. As in the Kubernetes API, and unlike in the RFC, `replace`
 * adds a key that an object does not have.
 *
 * @throws PatchError when one does not fit, or a `test` does not hold; nothing is applied then.
 */
export function applyJsonPatch(document: Json, operations: readonly Json[]): Json {
  return operations.reduce(applyOperation, document);
}

function applyOperation(document: Json, operation: Json): Json {
  if (!isObject(operation)) throw new PatchError('an operation must be an object');
  const path = tokensOf(operation.path);
  const op = typeof operation.op === 'string' ? operation.op : '';
  switch (op) {
    case 'test':
      if (!sameJson(at(document, path), valueOf(operation.value))) {
        throw new PatchError(`testing path /${path.join('/')} value failed`);
      }
      return document;
    case 'add':
      return put(document, path, valueOf(operation.value), 'insert');
    case 'replace':
      return put(document, path, valueOf(operation.value), 'replace');
    case 'remove':
      return remove(document, path);
    case 'copy':
      return put(document, path, at(document, tokensOf(operation.from)), 'insert');
    case 'move': {
      const from = tokensOf(operation.from);
      return put(remove(document, from), path, at(document, from), 'insert');
    }
    default:
      throw new PatchError(`unexpected kind: ${op}`);
  }
}

function valueOf(value: Json | undefined): Json {
  return value ?? null;
}

function tokensOf(pointer: Json | undefined): readonly string[] {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) {
    throw new PatchError('a path must be a JSON Pointer');
  }
  const tokens = pointer.slice(1).split('/');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(document: Json, path: readonly string[]): Json {
  return path.reduce(childOf, document);
}

function childOf(parent: Json, token: string): Json {
  const child = isArray(parent)
    ? parent[indexIn(parent, token)]
    : isObject(parent) && Object.hasOwn(parent, token)
      ? parent[token]
      : undefined;
  if (child === undefined) throw new PatchError(`missing path: ${token}`);
  return child;
}

function indexIn(array: readonly Json[], token: string, end = array.length - 1): number {
  const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
  if (index < 0 || index > end) throw new PatchError(`no such index: ${token}`);
  return index;
}

function put(
  document: Json,
  path: readonly string[],
  value: Json,
  mode: 'insert' | 'replace',
): Json {
  return edit(document, path, value, (parent, token) => {
    if (isObject(parent)) return withKey(parent, token, value);
    if (!isArray(parent)) throw new PatchError(`missing path: ${token}`);
    if (mode === 'replace') return parent.with(indexIn(parent, token), value);
    const index = token === '-' ? parent.length : indexIn(parent, token, parent.length);
    return parent.toSpliced(index, 0, value);
  });
}

function remove(document: Json, path: readonly string[]): Json {
  at(document, path);
  return edit(document, path, null, (parent, token) => {
    if (isArray(parent)) return parent.toSpliced(indexIn(parent, token), 1);
    return isObject(parent) ? withKey(parent, token, undefined) : parent;
  });
}

/** Rebuilds the document with the container of the last token changed. */
function edit(
  document: Json,
  path: readonly string[],
  root: Json,
  change: (container: Json, token: string) => Json,
): Json {
  const [token, ...rest] = path;
  if (token === undefined) return root;
  if (rest.length === 0) return change(document, token);
  const child = edit(childOf(document, token), rest, root, change);
  return isArray(document)
    ? document.with(indexIn(document, token), child)
    : isObject(document)
      ? withKey(document, token, child)
      : document;
}

/** Applies an RFC 7386 merge patch: null removes, arrays are replaced whole. */
export function applyMergePatch(document: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const target = isObject(document) ? document : {};
  return Object.entries(patch).reduce(
    (merged, [key, value]) =>
      withKey(
        merged,
        key,
        value === null || value === undefined
          ? undefined
          : applyMergePatch(Object.hasOwn(target, key) ? (target[key] ?? null) : null, value),
      ),
    target,
  );
}
