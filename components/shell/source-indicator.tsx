'use client';

import { useQuery } from '@tanstack/react-query';
import { PopoverButton } from '@/components/shell/popover-button';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { HEALTH_WORDS, HealthMark, type HealthStatus } from '@/components/ui/health-mark';
import { statusOptions } from '@/lib/client/status';
import type { SourceStatus } from '@/lib/contract/common';
import type { Status } from '@/lib/contract/status';
import { formatAge } from '@/lib/domain/format';
import styles from './source-indicator.module.css';

export const SOURCE_NAMES: Readonly<Record<SourceStatus['name'], string>> = {
  prometheus: 'Prometheus',
  tracing: 'Tracing',
  kubernetes: 'Kubernetes',
};

const STATE_WORDS: Readonly<Record<SourceStatus['state'], string>> = {
  ok: 'answering',
  partial: 'answering in part',
  stale: 'not answering; older figures are shown',
  down: 'not answering',
  off: 'not configured',
};

const STATE_HEALTH: Readonly<Record<SourceStatus['state'], HealthStatus>> = {
  ok: 'healthy',
  partial: 'degraded',
  stale: 'degraded',
  down: 'failing',
  off: 'idle',
};

/** Whether the sources answer; the worst one is named, the rest are behind the button. */
export function SourceIndicator() {
  const { data, error } = useQuery(statusOptions());
  const { health, words } = summaryOf(data, error);
  return (
    <PopoverButton
      isQuiet
      label={`Sources: ${words} (${HEALTH_WORDS[health]})`}
      title="Sources"
      face={
        <>
          <HealthMark status={health} />
          <span className={cx(health === 'healthy' && styles.calm)}>{words}</span>
        </>
      }
    >
      <div className={styles.panel}>
        {data === undefined ? (
          <p>{error === null ? 'Asking the server.' : error.message}</p>
        ) : (
          <>
            <SourceList sources={data.sources} />
            <Meshes meshes={data.meshes} />
            <p className={styles.version}>{`Alidade ${data.version}`}</p>
          </>
        )}
      </div>
    </PopoverButton>
  );
}

/** Each source with its state, the age of its figures and the reason for any trouble. */
export function SourceList({ sources }: { readonly sources: readonly SourceStatus[] }) {
  return (
    <ul className={styles.list}>
      {sources.map(({ name, state, ageMs, reason }) => (
        <li key={name} className={styles.source}>
          <HealthMark status={STATE_HEALTH[state]} />
          <div>
            <span className={styles.name}>{SOURCE_NAMES[name]}</span>{' '}
            <span className={styles.state}>
              {STATE_WORDS[state]}
              {ageMs !== null && state !== 'off' && `, ${formatAge(ageMs)} ago`}
            </span>
            {reason !== null && <p className={styles.reason}>{reason}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Meshes({ meshes }: { readonly meshes: Status['meshes'] }) {
  return (
    <div className={styles.meshes}>
      <span className={styles.state}>{meshes.length === 0 ? 'No mesh found' : 'Meshes found'}</span>
      {meshes.map(({ id, label, version }) => (
        <Badge key={id}>{version === undefined ? label : `${label} ${version}`}</Badge>
      ))}
    </div>
  );
}

function summaryOf(
  status: Status | undefined,
  error: Error | null,
): { readonly health: HealthStatus; readonly words: string } {
  if (status === undefined) {
    return error === null
      ? { health: 'unknown', words: 'Sources' }
      : { health: 'failing', words: 'Server not answering' };
  }
  for (const state of ['down', 'stale', 'partial'] as const) {
    const troubled = status.sources.find((source) => source.state === state);
    if (troubled !== undefined) {
      return { health: STATE_HEALTH[state], words: `${SOURCE_NAMES[troubled.name]} ${state}` };
    }
  }
  return { health: 'healthy', words: 'Sources' };
}
