import { prettyJson } from '@/components/traces/pretty-json';
import styles from './field-list.module.css';

interface FieldListProps {
  readonly fields: readonly (readonly [string, string])[];
}

/** Keys with their values, as text whatever they hold. A value that is JSON is indented. */
export function FieldList({ fields }: FieldListProps) {
  return (
    <dl className={styles.fields}>
      {fields.map(([key, value], at) => (
        <Field key={`${at} ${key}`} name={key} value={value} />
      ))}
    </dl>
  );
}

function Field({ name, value }: { readonly name: string; readonly value: string }) {
  const json = prettyJson(value);
  return (
    <div className={styles.field}>
      <dt>{name}</dt>
      <dd>{json === null ? value : <pre>{json}</pre>}</dd>
    </div>
  );
}
