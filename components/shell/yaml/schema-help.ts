import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import { isRecord } from '@/lib/domain/json';
import { propertiesOf, schemaAt, typeOf, type Schema } from '@/lib/domain/structural-schema';
import { yamlPlaceAt, type YamlPlace } from '@/lib/domain/yaml-place';

/** What a schema says of the field under the cursor. */
export interface FieldHelp {
  /** Of the key, in the text. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** Help with the field whose key is at a position; null where there is none. */
export function fieldAt(state: EditorState, position: number, schema: Schema): FieldHelp | null {
  const line = state.doc.lineAt(position);
  const { parents, key } = placeOf(state, line.number);
  if (key === null) return null;
  const from = line.from + line.text.indexOf(key);
  const to = from + key.length;
  if (position < from || position > to) return null;
  const found = schemaAt(schema, [...parents, key]);
  if (found === null) return null;
  return { from, to, name: key, type: typeOf(found), description: descriptionOf(found) };
}

const KEY = /^[\s-]*(?<typed>[A-Za-z_$][\w$-]*)?$/;
const VALUE = /:\s+(?<typed>[\w-]*)$/;

/** What may be written at the cursor: names of fields, or the choices of a value. */
export function completions(context: CompletionContext, schema: Schema): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const place = placeOf(context.state, line.number);
  const key = KEY.exec(before);
  if (key !== null) {
    const typed = key.groups?.['typed'] ?? '';
    const isAsked = typed !== '' || context.explicit;
    return isAsked ? keysAt(schema, place, context.pos - typed.length) : null;
  }
  const value = VALUE.exec(before)?.groups?.['typed'];
  return value === undefined ? null : valuesAt(schema, place, context.pos - value.length);
}

function keysAt(schema: Schema, { parents, indent }: YamlPlace, from: number) {
  const map = schemaAt(schema, parents);
  return map === null ? null : { from, options: fieldsOf(map, indent), validFor: /^[\w$-]*$/ };
}

function valuesAt(schema: Schema, { parents, key }: YamlPlace, from: number) {
  const found = key === null ? null : schemaAt(schema, [...parents, key]);
  const options = found === null ? [] : choicesOf(found);
  return options.length === 0 ? null : { from, options };
}

function placeOf(state: EditorState, lineNumber: number) {
  const lines = state.doc.slice(0, state.doc.line(lineNumber).to).toString().split('\n');
  return yamlPlaceAt(lines, lineNumber - 1);
}

function fieldsOf(map: Schema, indent: number): Completion[] {
  return Object.entries(propertiesOf(map)).flatMap(([name, field]): Completion[] => {
    if (!isRecord(field)) return [];
    const description = descriptionOf(field);
    return [
      {
        ...{ label: name, type: 'property', detail: typeOf(field) },
        apply: `${name}:${openingOf(field, indent)}`,
        ...(description === '' ? {} : { info: description }),
      },
    ];
  });
}

/** What follows a key: a value on its line, or what belongs to it on the next, further in. */
function openingOf({ type }: Schema, indent: number): string {
  const next = `\n${' '.repeat(indent + 2)}`;
  if (type === 'object') return next;
  return type === 'array' ? `${next}- ` : ' ';
}

function choicesOf(field: Schema): Completion[] {
  const choices: readonly unknown[] = Array.isArray(field['enum'])
    ? field['enum']
    : field['type'] === 'boolean'
      ? [true, false]
      : [];
  return choices.map((choice) => ({ label: String(choice), type: 'enum' }));
}

function descriptionOf({ description }: Schema): string {
  return typeof description === 'string' ? description : '';
}
