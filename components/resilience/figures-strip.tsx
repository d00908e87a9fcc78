import { Disclosure } from '@/components/ui/disclosure';
import { ABSENT, formatRate, formatRatio } from '@/lib/domain/format';
import type { FigureDto } from '@/lib/contract/resilience';
import type { SectionId } from '@/lib/domain/resilience/setting';
import { SECTIONS } from '@/components/resilience/sections';
import styles from './figures-strip.module.css';

interface FiguresStripProps {
  readonly figures: readonly FigureDto[];
  /** What the mesh cannot do, by section. */
  readonly notes: readonly { readonly section: SectionId; readonly text: string }[];
}

/** What is measured of each section now. A dash is a figure that nobody counted, with the reason. */
export function FiguresStrip({ figures, notes }: FiguresStripProps) {
  return (
    <div className={styles.strip}>
      {SECTIONS.map(({ id, label }) => {
        const own = figures.filter(({ section }) => section === id);
        const said = notes.filter(({ section }) => section === id);
        if (own.length + said.length === 0) return null;
        const reasons = new Set(own.flatMap(({ absent }) => absent ?? []));
        return (
          <section key={id} className={styles.section} aria-label={`${label}: what is measured`}>
            <h4>{label}</h4>
            {own.length > 0 && (
              <dl className={styles.list}>
                {own.map((figure) => (
                  <div key={figure.label} className={styles.row}>
                    <dt>{figure.label}</dt>
                    <dd>{wordsOf(figure)}</dd>
                  </div>
                ))}
              </dl>
            )}
            {[...reasons].map((reason) => (
              <Disclosure key={reason} summary={`Why ${ABSENT}`}>
                <p className={styles.note}>{reason}</p>
              </Disclosure>
            ))}
            {said.map(({ text }) => (
              <p key={text} className={styles.note}>
                {text}
              </p>
            ))}
          </section>
        );
      })}
    </div>
  );
}

function wordsOf({ value, unit }: FigureDto): string {
  if (value === null) return ABSENT;
  if (unit === 'ratio') return formatRatio(value);
  return unit === 'perSecond' ? formatRate(value) : String(value);
}
