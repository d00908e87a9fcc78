'use client';

import { Code, Table2 } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { ChartTable } from '@/components/charts/chart-table';
import { useCursor } from '@/components/charts/cursor';
import { Legend } from '@/components/charts/legend';
import { Plot } from '@/components/charts/plot';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/button';
import type { Unit } from '@/lib/domain/format';
import { summarise } from '@/lib/viz/charts/summary';
import type { ChartSeries } from '@/lib/viz/charts/time-scene';
import { tonesOf } from '@/lib/viz/charts/tones';
import styles from './time-chart.module.css';

interface TimeChartProps {
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly ChartSeries[];
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  /** Why there is nothing to draw. */
  readonly missing: string | null;
  /** The PromQL that gave it. */
  readonly queries: readonly string[];
}

/**
 * Lines over time, with what a chart owes its reader: a name, a sentence that says the point, the
 * figures as a table, and the queries that gave them. Dragging over it zooms the page to that time.
 * Drawn in the browser only.
 */
export function TimeChart({ title, unit, series, from, to, missing, queries }: TimeChartProps) {
  const id = useId();
  const [showsTable, setShowsTable] = useState(false);
  const [showsQueries, setShowsQueries] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const { cursor } = useCursor();
  const tones = useMemo(() => tonesOf(series.map(({ name }) => name)), [series]);
  const summary = useMemo(() => summarise(series, unit), [series, unit]);
  const visible = useMemo(() => series.filter(({ name }) => !hidden.has(name)), [series, hidden]);
  const isEmpty = series.every(({ points }) => points.every(([, value]) => value === null));

  function toggle(name: string) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  }

  return (
    <figure className={styles.chart} aria-labelledby={`${id}-title`} aria-describedby={`${id}-sum`}>
      <figcaption className={styles.head}>
        <h3 id={`${id}-title`}>{title}</h3>
        <p id={`${id}-sum`} className={styles.summary}>
          {isEmpty ? '' : summary}
        </p>
        <span className={styles.tools}>
          <IconButton
            label={`${title}: queries`}
            size="s"
            onPress={() => setShowsQueries(true)}
            isDisabled={queries.length === 0}
          >
            <Code aria-hidden="true" />
          </IconButton>
          <IconButton
            label={`${title}: ${showsTable ? 'as a chart' : 'as a table'}`}
            size="s"
            onPress={() => setShowsTable(!showsTable)}
            isDisabled={isEmpty}
          >
            <Table2 aria-hidden="true" />
          </IconButton>
        </span>
      </figcaption>
      {isEmpty && <p className={styles.missing}>{missing ?? 'No samples in this time.'}</p>}
      {!isEmpty && showsTable && <ChartTable title={title} unit={unit} series={series} />}
      {!isEmpty && !showsTable && (
        <>
          <Plot title={title} unit={unit} series={visible} tones={tones} from={from} to={to} />
          <Legend
            series={series}
            tones={tones}
            unit={unit}
            time={cursor.time}
            hidden={hidden}
            onToggle={toggle}
          />
        </>
      )}
      <Dialog
        title={`${title}: queries`}
        size="l"
        isOpen={showsQueries}
        onClose={() => setShowsQueries(false)}
      >
        <div className={styles.queries}>
          {queries.map((query, index) => (
            <CodeBlock key={query} label={`PromQL ${index + 1}`} code={query} />
          ))}
        </div>
      </Dialog>
    </figure>
  );
}
