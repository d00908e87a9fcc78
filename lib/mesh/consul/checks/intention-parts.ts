import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';

/** The service that intentions are for; `*` for all. */
export function destinationOf({ spec }: KubeObject): string {
  return textOf(fieldsOf(fieldsOf(spec)['destination'])['name']) ?? '*';
}

/** One source of intentions. */
export interface IntentionSource {
  readonly fields: Fields;
  readonly name: string;
  readonly path: string;
}

/** Who may or may not call. */
export function sourcesOf({ spec }: KubeObject): readonly IntentionSource[] {
  return listOf(fieldsOf(spec)['sources']).map((source, i) => {
    const fields = fieldsOf(source);
    return { fields, name: textOf(fields['name']) ?? '*', path: `/spec/sources/${i}` };
  });
}
