'use client';

import { X, ZoomIn } from 'lucide-react';
import type { ReactNode } from 'react';
import { movedText } from '@/components/traces/clock-notice';
import { FieldList } from '@/components/traces/field-list';
import { ServiceMark } from '@/components/traces/service-mark';
import { serviceName, slotOf, type TraceModel } from '@/components/traces/trace-model';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink, IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import type { Span } from '@/lib/contract/traces';
import type { ZoomWindow } from '@/lib/contract/trace-url';
import { graphHref, nodeHref, traceHref } from '@/lib/contract/urls';
import { formatDuration } from '@/lib/domain/duration';
import { formatRatio } from '@/lib/domain/format';
import styles from './span-details.module.css';

interface SpanDetailsProps {
  readonly model: TraceModel;
  readonly index: number;
  readonly onClose: () => void;
  /** Opens another span of the trace. */
  readonly onOpen: (index: number) => void;
  readonly onZoom: (zoom: ZoomWindow) => void;
}

/** Everything that is known of one span. All of it is text from elsewhere, and shown as text. */
export function SpanDetails({ model, index, onClose, onOpen, onZoom }: SpanDetailsProps) {
  const span = model.trace.spans[index];
  if (span === undefined) return null;
  const service = model.trace.services[span.service];
  const movedUs = model.movedUs[index] ?? 0;
  return (
    <section className={styles.details} aria-label="Span">
      <header className={styles.header}>
        <div className={styles.title}>
          <h2>
            <ServiceMark slot={slotOf(model, span)}>{serviceName(model, span)}</ServiceMark>
          </h2>
          <IconButton label="Close the span" size="s" onPress={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
        <p className={styles.operation}>{span.operation}</p>
        <p className={styles.badges}>
          {span.error && <Badge tone="failing">Failed</Badge>}
          {span.kind !== 'unspecified' && <Badge>{span.kind}</Badge>}
          {span.orphan && <Badge tone="degraded">Parent missing</Badge>}
        </p>
      </header>
      <div className={styles.body}>
        {movedUs !== 0 && (
          <Notice kind="info">
            {`Its clock is off. It was moved by ${movedText(movedUs)}, so that calls lie inside of their callers.`}
          </Notice>
        )}
        {warningsOf(model, span).map((warning) => (
          <Notice key={warning} kind="warning">
            {warning}
          </Notice>
        ))}
        <Times model={model} index={index} span={span} />
        <Links model={model} span={span} onOpen={onOpen} onZoom={onZoom} />
        <Section title="Tags" count={span.tags.length}>
          <FieldList fields={span.tags} />
        </Section>
        {span.events.length > 0 && (
          <Section title="Events" count={span.events.length}>
            <ol className={styles.events}>
              {span.events.map(({ atUs, name, fields }, at) => (
                <li key={at}>
                  <p className={styles.event}>
                    <span>{name}</span>
                    <span className={styles.muted}>+{formatDuration(atUs - span.startUs)}</span>
                  </p>
                  <FieldList fields={fields} />
                </li>
              ))}
            </ol>
          </Section>
        )}
        {service !== undefined && service.tags.length > 0 && (
          <Disclosure summary={`Process (${service.tags.length})`}>
            <FieldList fields={service.tags} />
          </Disclosure>
        )}
      </div>
    </section>
  );
}

interface PartProps {
  readonly model: TraceModel;
  readonly span: Span;
}

function Times({ model, index, span }: PartProps & { readonly index: number }) {
  const self = model.selfUs[index] ?? 0;
  const critical = model.criticalUs[index] ?? 0;
  return (
    <dl className={styles.times}>
      <Time name="Duration" us={span.durationUs} />
      <Time name="Start" us={span.startUs} />
      <Time name="Self time" us={self} note={shareText(self, span.durationUs, 'of the span')} />
      <Time
        name="Critical path"
        us={critical}
        note={shareText(critical, model.durationUs, 'of the trace')}
      />
    </dl>
  );
}

function Time({
  name,
  us,
  note,
}: {
  readonly name: string;
  readonly us: number;
  readonly note?: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {formatDuration(us)}
        {note !== undefined && <span className={styles.muted}> {note}</span>}
      </dd>
    </div>
  );
}

function Links({
  model,
  span,
  onOpen,
  onZoom,
}: PartProps & Pick<SpanDetailsProps, 'onOpen' | 'onZoom'>) {
  const { view } = useView();
  const { node, edge, parent } = span;
  const deepLink = traceHref(model.trace.traceId, { span: span.id }, view);
  return (
    <div className={styles.links}>
      {node !== undefined && (
        <ButtonLink size="s" href={nodeHref(node, view)}>
          Its node
        </ButtonLink>
      )}
      {edge !== undefined && (
        <ButtonLink size="s" href={graphHref(view, { select: edge })}>
          Its call in the graph
        </ButtonLink>
      )}
      {parent !== null && (
        <Button size="s" onPress={() => onOpen(parent)}>
          Parent
        </Button>
      )}
      {span.durationUs > 0 && (
        <Button
          size="s"
          onPress={() => onZoom({ fromUs: span.startUs, toUs: span.startUs + span.durationUs })}
        >
          <ZoomIn aria-hidden="true" />
          Zoom to it
        </Button>
      )}
      <CopyButton text={new URL(deepLink, window.location.origin).href} label="Copy link" />
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Section({ title, count, children }: SectionProps) {
  return (
    <section aria-label={title} className={styles.section}>
      <h3>
        {title} <span className={styles.muted}>{count}</span>
      </h3>
      {count === 0 ? <p className={styles.muted}>None</p> : children}
    </section>
  );
}

function shareText(us: number, ofUs: number, ofWhat: string): string {
  return ofUs > 0 ? `${formatRatio(us / ofUs)} ${ofWhat}` : '';
}

/** What the store or the tree said of the span, and what its times say of the clocks. */
function warningsOf({ trace }: TraceModel, span: Span): readonly string[] {
  const parent = span.parent === null ? undefined : trace.spans[span.parent];
  if (parent === undefined || span.startUs >= parent.startUs) return span.warnings;
  const early = formatDuration(parent.startUs - span.startUs);
  return [...span.warnings, `It starts ${early} before its parent: their clocks differ.`];
}
