'use client';

import { SignalsPanel } from '@/components/services/node-signals';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { useEmbed } from '@/components/shell/use-embed';
import { EmptyState } from '@/components/ui/empty-state';
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
  return (
    <EmbedFrame title={`Signals of ${parseNodeId(node)?.name ?? node}`} href={nodeHref(node, view)}>
      <SignalsPanel
        question={{ node, direction: 'inbound', range }}
        view={view}
        className={styles.panel}
      />
    </EmbedFrame>
  );
}
