import type { TraceDraft } from '@/components/traces/trace-draft';
import styles from './moment-range-fields.module.css';

interface MomentRangeFieldsProps {
  readonly draft: TraceDraft;
  readonly change: (patch: Partial<TraceDraft>) => void;
  readonly error: string | undefined;
}

/** From when to when, by the clock of the draft's time zone. */
export function MomentRangeFields({ draft, change, error }: MomentRangeFieldsProps) {
  const zone = draft.timeZone === 'UTC' ? ' (UTC)' : '';
  return (
    <div className={styles.range}>
      <Moment name={`From${zone}`} value={draft.from} onChange={(from) => change({ from })} />
      <Moment name={`To${zone}`} value={draft.to} onChange={(to) => change({ to })} />
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

interface MomentProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Moment({ name, value, onChange }: MomentProps) {
  return (
    <label className={styles.moment}>
      {name}
      <input
        type="datetime-local"
        step={1}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
