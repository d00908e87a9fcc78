'use client';

import { useQuery } from '@tanstack/react-query';
import { SignalCharts, SignalsLoading } from '@/components/services/node-signals';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { useEmbed } from '@/components/shell/use-embed';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { dataStateOf } from '@/lib/client/data-state';
import { signalsOptions } from '@/lib/client/signals';
import type { EmbedPage } from '@/lib/contract/embed-url';
import { nodeHref, servicesHref } from '@/lib/contract/urls';
import { parseNodeId } from '@/lib/domain/model';
import styles from './embedded-signals.module.css';

/** The golden signals of one service or workload as a panel. */
export function EmbeddedSignals() {
  const { node, ...time } = useEmbed();
  if (node === null) {
    return (
      <EmbedFrame title="Signals" href={servicesHref(time.view)}>
        <EmptyState title="No service chosen">
          The frame must name one namespace and one service: var-namespace and var-service.
        </EmptyState>
      </EmbedFrame>
    );
  }
  return <Signals node={node} {...time} />;
}

type SignalsProps = Omit<EmbedPage, 'node'> & { readonly node: string };

function Signals({ node, view, range }: SignalsProps) {
  const { data, error } = useQuery(signalsOptions({ node, direction: 'inbound', range }, view));
  return (
    <EmbedFrame title={`Signals of ${parseNodeId(node)?.name ?? node}`} href={nodeHref(node, view)}>
      <DataPanel
        label="Signals"
        state={dataStateOf({ data, error })}
        loading={<SignalsLoading />}
        className={styles.panel}
        isEmpty={({ panels }) => panels.length === 0}
        empty={
          <EmptyState title="No signals">
            No mesh that was found here measures this node.
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <AnswerNotices answer={answer} />
            <SignalCharts answer={answer} />
          </>
        )}
      </DataPanel>
    </EmbedFrame>
  );
}
