import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf } from '@/lib/mesh/fields';

/** What an object names in its own name and in its spec, whatever that is the name of. */
export interface Mentions {
  /** Every text, the parts of it between slashes and colons, and the parts of those between dots. */
  readonly words: ReadonlySet<string>;
  /** Whether something in it begins with `*`, and so may stand for any name. */
  readonly anything: boolean;
}

/** Reads what an object mentions. An object never changes, so what was read of it is kept as long as it is. */
export function mentionsOf(object: KubeObject): Mentions {
  const known = KEPT.get(object);
  if (known !== undefined) return known;
  const words = new Set<string>();
  let anything = false;
  const add = (text: string) => {
    anything ||= text.startsWith('*');
    for (const part of [text, ...text.split(/[/:]/), ...text.split(/[./:]/)]) words.add(part);
  };
  add(object.metadata.name);
  walk(object.spec, add);
  const mentions = { words, anything };
  KEPT.set(object, mentions);
  return mentions;
}

const KEPT = new WeakMap<KubeObject, Mentions>();

function walk(value: unknown, add: (text: string) => void): void {
  if (typeof value === 'string') add(value);
  else if (Array.isArray(value)) for (const item of value) walk(item, add);
  else for (const item of Object.values(fieldsOf(value))) walk(item, add);
}
