'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { PracticeMark } from '@/components/practices/practice-mark';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { IconButton } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { practicesOptions } from '@/lib/client/practices';
import type { HopCostDto, Practices, PracticeScoreDto } from '@/lib/contract/practices';
import { counted, formatMs } from '@/lib/domain/format';
import styles from './practices.module.css';

interface NamespacePracticesProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** One namespace: each practice with what was seen and what to do next, and what calls lose at its proxies. */
export function NamespacePractices({ name, onClose }: NamespacePracticesProps) {
  const state = dataStateOf(useQuery(practicesOptions([name])));
  return (
    <section aria-label={`Practices of ${name}`} className={styles.open}>
      <header className={styles.head}>
        <h2 className={styles.title}>{name}</h2>
        <IconButton label="Close" size="s" onPress={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      <DataPanel
        label={`Practices of ${name}`}
        state={state}
        className={styles.body}
        loading={<Skeleton label={`Practices of ${name}`} lines={10} />}
        isEmpty={({ namespaces }) => namespaces.length === 0}
        empty={<p className={styles.note}>It does not exist any more.</p>}
      >
        {(answer) => <Scores answer={answer} />}
      </DataPanel>
    </section>
  );
}

function Scores({ answer }: { readonly answer: Practices }) {
  const [namespace] = answer.namespaces;
  if (namespace === undefined) return null;
  return (
    <>
      {namespace.meshes.length > 0 && (
        <p className={styles.meshes}>
          {namespace.meshes.map((mesh) => (
            <MeshBadge key={mesh} mesh={mesh} />
          ))}
        </p>
      )}
      <ol className={styles.scores}>
        {answer.practices.map((practice) => {
          const score = namespace.scores.find(({ id }) => id === practice.id);
          return score && <Score key={practice.id} practice={practice} score={score} />;
        })}
      </ol>
      {answer.hops !== null && <Hops hops={answer.hops} />}
    </>
  );
}

interface ScoreProps {
  readonly practice: Practices['practices'][number];
  readonly score: PracticeScoreDto;
}

function Score({ practice, score }: ScoreProps) {
  return (
    <li className={styles.score}>
      <h3 className={styles.practice}>
        {practice.title}
        <PracticeMark state={score.state} withText />
      </h3>
      <p className={styles.why}>{practice.why}</p>
      <ul className={styles.evidence}>
        {score.evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {score.next !== null && (
        <p className={styles.next}>
          <strong>Next:</strong> {score.next}
        </p>
      )}
    </li>
  );
}

function Hops({ hops }: { readonly hops: HopCostDto }) {
  return (
    <section aria-label="What calls lose at proxies" className={styles.hops}>
      <h3 className={styles.practice}>What calls lose at proxies</h3>
      {hops.calls === 0 ? (
        <p className={styles.why}>No trace of the last 15 minutes tells it.</p>
      ) : (
        <>
          <dl className={styles.facts}>
            <dt>In the caller’s proxy</dt>
            <dd>{formatMs(hops.clientProxyMs)}</dd>
            <dt>Between the proxies</dt>
            <dd>{formatMs(hops.betweenMs)}</dd>
            <dt>In the server’s proxy</dt>
            <dd>{formatMs(hops.serverProxyMs)}</dd>
          </dl>
          <p className={styles.why}>
            {`Medians of ${counted(hops.calls, 'pair of spans', 'pairs of spans')} in ${counted(hops.traces, 'trace', 'traces')}. What an application’s own spans do not tell has a dash.`}
          </p>
        </>
      )}
    </section>
  );
}
