import type { ReactNode } from 'react';
import { ApiError } from '@/lib/client/api';
import type { DataState } from '@/lib/client/data-state';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import styles from './data-panel.module.css';

interface DataPanelProps<T> {
  /** Names the region. */
  readonly label: string;
  readonly state: DataState<T>;
  readonly isEmpty: (data: T) => boolean;
  readonly empty: ReactNode;
  /** Of the size of what will come; lines of text when left out. */
  readonly loading?: ReactNode;
  readonly className?: string | undefined;
  readonly children: (data: T) => ReactNode;
}

/** A region that shows one of the five things a panel can be: loading, failed, empty, stale, fresh. */
export function DataPanel<T>({ label, state, className, ...content }: DataPanelProps<T>) {
  return (
    <section aria-label={label} aria-busy={state.status === 'loading'} className={className}>
      {bodyOf({ label, state, ...content })}
    </section>
  );
}

function bodyOf<T>({
  label,
  state,
  isEmpty,
  empty,
  loading,
  children,
}: DataPanelProps<T>): ReactNode {
  switch (state.status) {
    case 'loading':
      return loading ?? <Skeleton label={label} />;
    case 'failed':
      if (state.error instanceof ApiError && state.error.type === 'embed-link-refused') {
        return <EmptyState title={state.error.title}>{state.error.message}</EmptyState>;
      }
      return <FailureNotice what={label} error={state.error} />;
    case 'ready':
      return (
        <>
          {state.staleBecause !== null && (
            <div className={styles.stale}>
              <Notice kind="warning" title="Not updating">
                {state.staleBecause.message}
              </Notice>
            </div>
          )}
          {isEmpty(state.data) ? empty : children(state.data)}
        </>
      );
  }
}

/** What failed, why, and what to do. */
export function FailureNotice({ what, error }: { readonly what: string; readonly error: Error }) {
  return (
    <Notice kind="danger" title={`${what}: not available`}>
      {error.message}
      {adviceFor(error)}
    </Notice>
  );
}

const ADVICE: Readonly<Record<string, string>> = {
  busy: 'The server is busy. It is asked again by itself.',
  'deadline-exceeded': 'It took too long. Choose a shorter window or fewer namespaces.',
  'upstream-timeout': 'It took too long. Choose a shorter window or fewer namespaces.',
  'upstream-unavailable': 'It is asked again by itself as soon as it answers.',
  network: 'Check that Alidade runs and that this machine can reach it.',
  forbidden: 'Ask for the right to read it, or choose other namespaces.',
  'not-configured': 'Set its address in the configuration of Alidade.',
};

function adviceFor(error: Error): string {
  const advice = error instanceof ApiError ? ADVICE[error.type] : undefined;
  return advice === undefined ? '' : ` ${advice}`;
}
