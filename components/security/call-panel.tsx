'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApplyDraft } from '@/components/shell/apply-draft';
import { Chain } from '@/components/security/chain';
import { Panel, Part } from '@/components/security/panel';
import { ObjectLink } from '@/components/shell/object-link';
import { edgeLine, MODE_WORDS } from '@/components/shell/security-words';
import { useView } from '@/components/shell/use-view';
import { ButtonLink } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { Disclosure } from '@/components/ui/disclosure';
import { dataStateOf } from '@/lib/client/data-state';
import { securityEdgeOptions } from '@/lib/client/security';
import type { DraftDto, SecurityEdge } from '@/lib/contract/security';
import { graphHref } from '@/lib/contract/urls';
import { formatRate, formatRatio } from '@/lib/domain/format';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import styles from './security.module.css';

interface CallPanelProps {
  readonly call: string;
  readonly onClose: () => void;
}

/** One call: whether it is encrypted and allowed, by whose word, and a policy for exactly it. */
export function CallPanel({ call, onClose }: CallPanelProps) {
  const { view } = useView();
  const state = dataStateOf(useQuery(securityEdgeOptions(call, view)));
  const title = titleOf(call);
  return (
    <Panel kind="Call" title={title} onClose={onClose}>
      <DataPanel label={title} state={state} isEmpty={() => false} empty={null}>
        {(answer) => (
          <div className={styles.parts}>
            <p>{`${edgeLine(answer)}.`}</p>
            <ButtonLink size="s" href={graphHref(view, { select: call })}>
              In the graph
            </ButtonLink>
            <Parts answer={answer} />
            {answer.tls !== null && <BothEnds tls={answer.tls} />}
            <Drafts key={call} answer={answer} />
          </div>
        )}
      </DataPanel>
    </Panel>
  );
}

function titleOf(call: string): string {
  const ends = parseEdgeId(call);
  const nameOf = (id: string) => parseNodeId(id)?.name ?? id;
  return ends === null ? call : `${nameOf(ends.source)} → ${nameOf(ends.target)}`;
}

const VERDICTS = { allowed: 'Allowed', denied: 'Denied', unknown: 'Not known' } as const;

function Parts({ answer }: { readonly answer: SecurityEdge }) {
  return (
    <Part title="Whether it gets through">
      <ul className={styles.decisions}>
        {answer.parts.map(({ encrypted, share, requestRate, decision }) => (
          <li key={String(encrypted)}>
            <p>
              <strong className={decision.verdict === 'denied' ? styles.trouble : undefined}>
                {VERDICTS[decision.verdict]}
              </strong>
              {` ${encrypted ? 'under mutual TLS' : 'in plain text'}`}
              <span className={styles.muted}>
                {share === null
                  ? ', of which nobody tells how much flows'
                  : `, ${formatRatio(share)} of it${requestRate === undefined ? '' : `, ${formatRate(requestRate)}`}`}
              </span>
            </p>
            <p className={styles.muted}>{decision.because}</p>
            {decision.object !== null && (
              <p className={styles.field}>
                <ObjectLink object={decision.object} className={styles.objectLink} />
                {decision.path !== '' && <code>{` · ${decision.path}`}</code>}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

const OUTCOMES = {
  mtls: 'Both ends are told to use mutual TLS.',
  tls: 'Both ends are told to use TLS, without a check of the caller.',
  plaintext: 'By what both ends are told, it goes in plain text.',
  broken: 'What both ends are told does not fit: it cannot get through.',
  unknown: 'What one of the ends is told is not known.',
} as const;

function BothEnds({ tls }: { readonly tls: NonNullable<SecurityEdge['tls']> }) {
  return (
    <Part title="What both ends are told">
      <p className={tls.outcome === 'broken' ? styles.trouble : undefined}>
        {OUTCOMES[tls.outcome]}
      </p>
      <Disclosure summary={`The callee takes: ${MODE_WORDS[tls.mode]}`}>
        <Chain label="The callee" links={tls.server} />
      </Disclosure>
      <Disclosure summary={`The caller: ${tls.clientMode}`}>
        <Chain label="The caller" links={tls.client} />
      </Disclosure>
    </Part>
  );
}

/** What was applied stays in sight, though there is nothing to draft any more. */
function Drafts({ answer }: { readonly answer: SecurityEdge }) {
  const [applied, setApplied] = useState<readonly DraftDto[]>([]);
  const open = answer.drafts.filter(({ id }) => applied.every((draft) => draft.id !== id));
  return (
    <Part title="A policy for exactly this call">
      {answer.notes.map((note) => (
        <p key={note} className={styles.muted}>
          {note}
        </p>
      ))}
      {[...applied, ...open].map((draft) => (
        <ApplyDraft
          key={draft.id}
          draft={draft}
          onApplied={() => setApplied((others) => [...others, draft])}
        />
      ))}
    </Part>
  );
}
