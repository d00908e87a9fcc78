'use client';

import { useQueries } from '@tanstack/react-query';
import { securitySum, type SecuritySum } from '@/components/services/security-sum';
import { ModeBadge } from '@/components/shell/mode-badge';
import { useView } from '@/components/shell/use-view';
import { ApiError } from '@/lib/client/api';
import { securityWorkloadOptions } from '@/lib/client/security';
import { counted, formatCount, formatRatio } from '@/lib/domain/format';
import styles from './security-line.module.css';

/** What the ports of some workloads take in, how much of what comes is encrypted, and who sends plain text. */
export function SecurityLine({ workloads }: { readonly workloads: readonly string[] }) {
  const { view } = useView();
  const results = useQueries({
    queries: workloads.map((node) => securityWorkloadOptions(node, view)),
  });
  const failure = results.find(({ data, error }) => data === undefined && isFailure(error))?.error;
  const isLoading = results.some(({ data, error }) => data === undefined && error === null);
  if (failure != null) return <p className={styles.line}>{`Security: ${failure.message}`}</p>;
  if (isLoading) {
    return (
      <p role="status" className={styles.line}>
        Security: loading …
      </p>
    );
  }
  const sum = securitySum(results.flatMap(({ data }) => data ?? []));
  return sum === null ? null : <Sum sum={sum} />;
}

/** A workload without pods that run has no posture, and that is no failure. */
function isFailure(error: Error | null): boolean {
  return error !== null && !(error instanceof ApiError && error.type === 'not-found');
}

function Sum({ sum }: { readonly sum: SecuritySum }) {
  const { modes, encryptedShare, plaintext } = sum;
  return (
    <div role="group" aria-label="Security" className={styles.line}>
      <span>Takes</span>
      <span className={styles.modes}>
        {modes.map((mode) => (
          <ModeBadge key={mode} mode={mode} />
        ))}
      </span>
      <span>
        <span className={styles.figure}>{formatRatio(encryptedShare)}</span> encrypted
      </span>
      <span className={plaintext > 0 ? styles.figure : undefined}>{callersWords(sum)}</span>
    </div>
  );
}

/** That nobody calls in plain text is said only where it is known of all. */
function callersWords({ callers, plaintext, unknown }: SecuritySum): string {
  if (callers === 0) return 'no callers in this window';
  if (unknown === callers) return 'not known whether callers send plain text';
  const words = `${formatCount(plaintext)} of ${counted(callers, 'caller', 'callers')} in plain text`;
  return unknown === 0 ? words : `${words}, of ${formatCount(unknown)} not known`;
}
