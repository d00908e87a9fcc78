'use client';

import { useQuery } from '@tanstack/react-query';
import { Chain } from '@/components/security/chain';
import { Panel, Part } from '@/components/security/panel';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { ModeBadge } from '@/components/shell/mode-badge';
import { ObjectLink } from '@/components/shell/object-link';
import { useView } from '@/components/shell/use-view';
import { ButtonLink } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { dataStateOf } from '@/lib/client/data-state';
import { securityWorkloadOptions } from '@/lib/client/security';
import type { JudgedCallDto, SecurityWorkload } from '@/lib/contract/security';
import { nodeHref } from '@/lib/contract/urls';
import { counted, formatBytesPerSecond, formatRate, formatRatio } from '@/lib/domain/format';
import { parseNodeId } from '@/lib/domain/model';
import styles from './security.module.css';

interface WorkloadPanelProps {
  readonly node: string;
  readonly onClose: () => void;
  readonly onOpenCall: (edge: string) => void;
}

/** One workload: how the mode of each port came about, and who calls it. */
export function WorkloadPanel({ node, onClose, onOpenCall }: WorkloadPanelProps) {
  const { view } = useView();
  const state = dataStateOf(useQuery(securityWorkloadOptions(node, view)));
  const name = parseNodeId(node)?.name ?? node;
  return (
    <Panel kind="Workload" title={name} onClose={onClose}>
      <DataPanel label={name} state={state} isEmpty={() => false} empty={null}>
        {(answer) => (
          <div className={styles.parts}>
            <p className={styles.badges}>
              <ButtonLink size="s" href={nodeHref(node, view)}>
                Page of the workload
              </ButtonLink>
              {answer.posture.mesh !== null && <MeshBadge mesh={answer.posture.mesh} />}
            </p>
            <Conflicts answer={answer} />
            <Ports answer={answer} />
            <Part title={counted(answer.inbound.length, 'caller', 'callers')}>
              <Callers calls={answer.inbound} onOpenCall={onOpenCall} />
            </Part>
          </div>
        )}
      </DataPanel>
    </Panel>
  );
}

function Conflicts({ answer }: { readonly answer: SecurityWorkload }) {
  const { conflicts } = answer.posture;
  if (conflicts.length === 0) return null;
  return (
    <ul className={styles.conflicts}>
      {conflicts.map((conflict) => (
        <li key={conflict}>{conflict}</li>
      ))}
    </ul>
  );
}

function Ports({ answer: { posture, chains } }: { readonly answer: SecurityWorkload }) {
  if (posture.ports.length === 0) {
    return (
      <p className={styles.muted}>No proxy of a mesh is before it: it takes whatever comes.</p>
    );
  }
  return posture.ports.map(({ port, names, mode, mutual }) => {
    const title = port === null ? 'Any port' : `Port ${String(port)}`;
    const links = chains.find((chain) => chain.port === port)?.links ?? [];
    return (
      <Part key={title} title={names.length > 0 ? `${title} (${names.join(', ')})` : title}>
        <p className={styles.badges}>
          <ModeBadge mode={mode} />
          {!mutual && (mode === 'strict' || mode === 'permissive') && (
            <span className={styles.muted}>TLS without a certificate of the caller</span>
          )}
        </p>
        <Chain label={`How the mode of ${title} came about`} links={links} />
      </Part>
    );
  });
}

const VERDICTS = { allowed: 'Allowed', denied: 'Denied', unknown: 'Not known' } as const;

function Callers({
  calls,
  onOpenCall,
}: {
  readonly calls: readonly JudgedCallDto[];
  readonly onOpenCall: (edge: string) => void;
}) {
  if (calls.length === 0) return <p className={styles.muted}>Nobody called it in this window.</p>;
  return (
    <ul className={styles.callers}>
      {calls.map((call) => (
        <li key={call.edge}>
          <button type="button" className={styles.open} onClick={() => onOpenCall(call.edge)}>
            {call.caller.name}
          </button>
          <span className={styles.figure}>
            {call.requestRate === undefined
              ? formatBytesPerSecond(call.bytesPerSecond)
              : formatRate(call.requestRate)}
          </span>
          <span className={styles.figure}>{`${formatRatio(call.mtlsShare)} mTLS`}</span>
          <span className={call.verdict === 'denied' ? styles.trouble : styles.muted}>
            {VERDICTS[call.verdict]}
            <By call={call} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function By({ call: { parts } }: { readonly call: JudgedCallDto }) {
  const object = parts.map(({ decision }) => decision.object).find((each) => each !== null);
  if (object == null) return null;
  return (
    <>
      {' by '}
      <ObjectLink object={object} className={styles.objectLink} />
    </>
  );
}
