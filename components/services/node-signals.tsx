'use client';

import { useQuery } from '@tanstack/react-query';
import { ZoomOut } from 'lucide-react';
import { ChartCursor } from '@/components/charts/cursor';
import { TimeChart } from '@/components/charts/time-chart';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { dataStateOf } from '@/lib/client/data-state';
import { signalsOptions, type SignalsQuestion } from '@/lib/client/signals';
import { CHART_RANGES, type ChartRange, type NodePage } from '@/lib/contract/node-url';
import type { Panel, SignalsAnswer } from '@/lib/contract/signals';
import type { View } from '@/lib/contract/view-url';
import styles from './node-signals.module.css';

interface NodeSignalsProps {
  readonly id: string;
  readonly page: NodePage;
  readonly setPage: (patch: Partial<NodePage>) => void;
}

const RANGE_WORDS: Readonly<Record<ChartRange, string>> = {
  '30m': '30 minutes',
  '1h': '1 hour',
  '3h': '3 hours',
  '6h': '6 hours',
  '24h': '24 hours',
};

/** The golden signals of a node over time. */
export function NodeSignals({ id, page, setPage }: NodeSignalsProps) {
  const { view, setView } = useView();
  const { direction, range } = page;
  return (
    <div className={styles.signals}>
      <h2 className="visually-hidden">Signals</h2>
      <div className={styles.bar}>
        <ToggleGroup
          label="Direction"
          choices={[
            { id: 'inbound', label: 'Inbound' },
            { id: 'outbound', label: 'Outbound' },
          ]}
          value={direction}
          onChange={(next) => setPage({ direction: next })}
        />
        {view.between === null ? (
          <Select
            label="Charts show"
            labelIs="inline"
            choices={CHART_RANGES.map((choice) => ({ id: choice, label: RANGE_WORDS[choice] }))}
            value={range}
            onChange={(next) => setPage({ range: next })}
          />
        ) : (
          <Button onPress={() => setView({ between: null })}>
            <ZoomOut aria-hidden="true" />
            Reset the zoom
          </Button>
        )}
        <p className={styles.hint}>Drag over a chart to zoom to that time.</p>
      </div>
      <SignalsPanel
        question={{ node: id, direction, range }}
        view={view}
        className={styles.panel}
      />
    </div>
  );
}

interface SignalsPanelProps {
  readonly question: SignalsQuestion;
  readonly view: View;
  readonly className: string | undefined;
}

/** The charts of a node with all their states. */
export function SignalsPanel({ question, view, className }: SignalsPanelProps) {
  const { data, error } = useQuery(signalsOptions(question, view));
  return (
    <DataPanel
      label="Signals"
      state={dataStateOf({ data, error })}
      loading={<SignalsLoading />}
      className={className}
      isEmpty={({ panels }) => panels.length === 0}
      empty={
        <EmptyState title="No signals">No mesh that was found here measures this node.</EmptyState>
      }
    >
      {(answer) => (
        <>
          <AnswerNotices answer={answer} />
          <SignalCharts answer={answer} />
        </>
      )}
    </DataPanel>
  );
}

const TITLES: Readonly<Record<Panel['id'], string>> = {
  rate: 'Requests',
  errors: 'Errors',
  latency: 'Latency',
  bytes: 'Throughput',
  cpu: 'CPU',
  memory: 'Memory',
};

/** One chart a signal. */
function SignalCharts({ answer: { panels, from, to } }: { readonly answer: SignalsAnswer }) {
  return (
    <ChartCursor>
      <div className={styles.charts}>
        {panels.map(({ id, unit, series, queries, missing }) => (
          <TimeChart
            key={id}
            title={TITLES[id]}
            unit={unit}
            series={series}
            from={from}
            to={to}
            missing={missing}
            queries={queries}
          />
        ))}
      </div>
    </ChartCursor>
  );
}

/** Charts to come. */
function SignalsLoading() {
  return (
    <div className={styles.charts} role="status" aria-label="Signals: loading">
      {Array.from({ length: 4 }, (_, chart) => (
        <span key={chart} className={styles.placeholder} />
      ))}
    </div>
  );
}
