'use client';

import { useQuery } from '@tanstack/react-query';
import { securitySum, type SecuritySum } from '@/components/services/security-sum';
import { ModeBadge } from '@/components/shell/mode-badge';
import { useView } from '@/components/shell/use-view';
import { securityNodeOptions } from '@/lib/client/security';
import { counted, formatCount, formatRatio } from '@/lib/domain/format';
import styles from './security-line.module.css';

/**
 * What the ports of the workloads behind a node take in, how much of what comes is encrypted, and who sends plain text.
 *
 * @param node Its id; null for what no mesh knows, of which nothing is asked.
 */
export function SecurityLine({ node }: { readonly node: string | null }) {
  return node === null ? null : <KnownLine node={node} />;
}

function KnownLine({ node }: { readonly node: string }) {
  const { view } = useView();
  const { data, error } = useQuery(securityNodeOptions(node, view));
  if (data === undefined && error !== null) {
    return <p className={styles.line}>{`Security: ${error.message}`}</p>;
  }
  if (data === undefined) {
    return (
      <p role="status" className={styles.line}>
        Security: loading …
      </p>
    );
  }
  const sum = securitySum(data.workloads);
  return sum === null ? null : <Sum sum={sum} />;
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
