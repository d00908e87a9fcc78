import { stepsOf } from '@/lib/domain/pointer';
import { fieldsOf, listOf, type Fields } from '@/lib/mesh/fields';

/** The elements of the array at a pointer, or null when there is no array. */
export function listAt(root: unknown, pointer: string): readonly Fields[] | null {
  let value = root;
  for (const step of stepsOf(pointer)) {
    value = Array.isArray(value) ? listOf(value)[Number(step)] : fieldsOf(value)[step];
  }
  return Array.isArray(value) ? listOf(value).map(fieldsOf) : null;
}

/** A copy of an object with other elements in the array at a pointer. What is not on the way is shared. */
export function withListAt(root: unknown, pointer: string, elements: readonly Fields[]): unknown {
  return replaced(root, stepsOf(pointer), elements);
}

function replaced(value: unknown, steps: readonly string[], leaf: readonly Fields[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return leaf;
  if (Array.isArray(value)) {
    const items = listOf(value);
    const index = Number(step);
    return items.map((item, i) => (i === index ? replaced(item, rest, leaf) : item));
  }
  const fields = fieldsOf(value);
  return { ...fields, [step]: replaced(fields[step], rest, leaf) };
}
