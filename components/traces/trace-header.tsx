'use client';

import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { serviceName, type TraceModel } from '@/components/traces/trace-model';
import { useTimeZone } from '@/components/shell/time-zone';
import { EmbedButton } from '@/components/shell/embed-button';
import { PageHeader } from '@/components/shell/page-header';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Hint } from '@/components/ui/tooltip';
import { tracesHref } from '@/lib/contract/urls';
import { formatDuration } from '@/lib/domain/duration';
import { counted, formatCount, formatMoment } from '@/lib/domain/format';
import styles from './trace-header.module.css';

interface TraceHeaderProps {
  readonly model: TraceModel;
}

/** What a trace is: its root, when and how long, how large, what is wrong with it. */
export function TraceHeader({ model }: TraceHeaderProps) {
  const { trace, root, errorCount, orphanCount } = model;
  const { view } = useView();
  const timeZone = useTimeZone();
  const service = root === undefined ? 'unknown' : serviceName(model, root);

  return (
    <div className={styles.header}>
      <PageHeader
        title={service}
        above={
          <Link href={tracesHref(view, { service })} prefetch={false} className={styles.back}>
            <ChevronLeft aria-hidden="true" />
            Traces of {service}
          </Link>
        }
        marks={
          <>
            {errorCount > 0 && (
              <Badge tone="failing">{counted(errorCount, 'failed span', 'failed spans')}</Badge>
            )}
            {orphanCount > 0 && (
              <Hint
                text={`${counted(orphanCount, 'span names', 'spans name')} a parent that has not arrived.`}
              >
                <Badge tone="degraded">Incomplete</Badge>
              </Hint>
            )}
          </>
        }
      >
        <EmbedButton page={{ panel: 'trace', subject: { trace: trace.traceId } }} />
      </PageHeader>
      <p className={styles.operation}>{root?.operation}</p>
      <dl className={styles.facts}>
        <Fact name="Duration">{formatDuration(trace.durationMs * 1000)}</Fact>
        <Fact name="Start">
          {formatMoment(trace.startMs, timeZone)}
          <span className={styles.muted}>{fractionOf(trace.startMs)}</span>
        </Fact>
        <Fact name="Spans">{formatCount(trace.spans.length)}</Fact>
        <Fact name="Services">{formatCount(trace.services.length)}</Fact>
        <Fact name="Depth">{formatCount(model.deepest + 1)}</Fact>
        <Fact name="Trace">
          <code className={styles.id}>{trace.traceId}</code>
          <CopyButton text={trace.traceId} label="Copy id" />
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The milliseconds of a moment: `.250`. */
function fractionOf(epochMs: number): string {
  return `.${String(Math.floor(epochMs) % 1000).padStart(3, '0')}`;
}
