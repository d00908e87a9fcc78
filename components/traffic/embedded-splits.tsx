'use client';

import { useQuery } from '@tanstack/react-query';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { PanelNotices } from '@/components/shell/panel-notices';
import { useEmbed } from '@/components/shell/use-embed';
import { useLinks } from '@/components/shell/use-links';
import { ShareBars } from '@/components/traffic/share-bars';
import { conditionOf, filterSplits, groupSplits } from '@/components/traffic/split-rows';
import { observedOver, SHARES_ABSENT } from '@/components/traffic/words';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { splitsOptions } from '@/lib/client/splits';
import type { SplitDto, Splits } from '@/lib/contract/splits';
import { trafficHref } from '@/lib/contract/urls';
import { parseNodeId } from '@/lib/domain/model';
import styles from './embedded-splits.module.css';

/** The traffic splits of the namespaces, or of one service, as a panel: to be looked at only. */
export function EmbeddedSplits() {
  const { view, node } = useEmbed();
  const { data, error } = useQuery(splitsOptions(view));
  const host = hostOf(node);
  return (
    <EmbedFrame
      title={host === null ? 'Traffic splits' : `Traffic splits of ${host}`}
      href={trafficHref(view, { host: host ?? undefined })}
    >
      <DataPanel
        label="Traffic splits"
        state={dataStateOf({ data, error })}
        className={styles.panel}
        loading={<Skeleton label="Traffic splits" lines={6} />}
        isEmpty={(answer) =>
          chosen(answer, host).length === 0 && answer.sources.every(({ state }) => state === 'ok')
        }
        empty={
          <EmptyState title="No traffic splits">
            No object of what this panel may show shares traffic out by weight.
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <PanelNotices answer={answer}>
              <AnswerNotices answer={answer} />
            </PanelNotices>
            <Groups answer={answer} splits={chosen(answer, host)} />
          </>
        )}
      </DataPanel>
    </EmbedFrame>
  );
}

/** The service of the frame as `name.namespace`, as a host is chosen in the console; null for all. */
function hostOf(node: string | null): string | null {
  const parsed = node === null ? null : parseNodeId(node);
  return parsed?.kind === 'service' ? `${parsed.name}.${parsed.namespace}` : null;
}

function chosen({ splits }: Splits, host: string | null): readonly SplitDto[] {
  return filterSplits(splits, { host, search: '' });
}

interface GroupsProps {
  readonly answer: Splits;
  readonly splits: readonly SplitDto[];
}

function Groups({ answer, splits }: GroupsProps) {
  const over = observedOver(answer);
  if (splits.length === 0) {
    return (
      <EmptyState title="Traffic splits are not known">
        The cluster is not configured, or could not be read.
      </EmptyState>
    );
  }
  return groupSplits(splits).map(({ namespace, host, splits: ofHost }) => (
    <section key={`${namespace} ${host}`} className={styles.group}>
      <h2 className={styles.heading}>
        {host} <span className={styles.muted}>{namespace}</span>
      </h2>
      <ul className={styles.splits}>
        {ofHost.map((split) => (
          <li key={split.id}>
            <Split split={split} over={over} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

function Split({ split, over }: { readonly split: SplitDto; readonly over: string }) {
  const { view, target, hrefOf } = useLinks();
  const { targets } = split;
  const bars = [
    {
      label: 'Configured',
      shares: targets.map(({ share }) => share),
      absent: SHARES_ABSENT.configured,
    },
    {
      label: `Observed, ${over}`,
      shares: targets.map(({ observed }) => observed?.share ?? null),
      absent: SHARES_ABSENT.observed,
    },
  ];
  return (
    <>
      <a
        href={hrefOf(trafficHref(view, { split: split.id }))}
        target={target}
        rel="noopener noreferrer"
        className={styles.condition}
      >
        {conditionOf(split)}
      </a>
      <ShareBars targets={targets} bars={bars} />
    </>
  );
}
