import { targetName } from '@/components/traffic/split-draft';
import { seriesClass } from '@/components/traffic/series-class';
import { cx } from '@/components/ui/cx';
import { formatRatio } from '@/lib/domain/format';
import styles from './share-bars.module.css';

export interface ShareBar {
  readonly label: string;
  /** Shares in 0..1 in the order of the targets; null where nobody knows. */
  readonly shares: readonly (number | null)[];
  /** What stands in place of the bar when no share is known. */
  readonly absent: string;
}

interface ShareBarsProps {
  readonly targets: readonly { readonly host: string; readonly subset?: string | undefined }[];
  readonly bars: readonly ShareBar[];
}

/** How traffic is shared out, one bar a row: what is configured, what is observed, what is wished. */
export function ShareBars({ targets, bars }: ShareBarsProps) {
  return (
    <dl className={styles.bars}>
      {bars.map(({ label, shares, absent }) => (
        <div key={label} className={styles.row}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>
            {shares.every((share) => share === null) ? (
              <span className={styles.absent}>{absent}</span>
            ) : (
              <span className={styles.bar}>
                {targets.map((target, i) => (
                  <Part key={i} index={i} name={targetName(target)} share={shares[i] ?? 0} />
                ))}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface PartProps {
  readonly index: number;
  readonly name: string;
  readonly share: number;
}

function Part({ index, name, share }: PartProps) {
  const text = `${name} ${formatRatio(share)}`;
  if (share === 0) return <span className="visually-hidden">{text}</span>;
  return (
    <span className={cx(styles.part, seriesClass(index))} style={{ flexGrow: share }} title={text}>
      <span className={styles.text}>{text}</span>
    </span>
  );
}
