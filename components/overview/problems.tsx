'use client';

import { ArrowRight, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { problemsOf, type Problem } from '@/components/overview/namespace-list';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { HealthMark } from '@/components/ui/health-mark';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import { graphHref, nodeHref } from '@/lib/contract/urls';
import { inWindow, type View } from '@/lib/contract/view-url';
import { parseNodeId } from '@/lib/domain/model';
import styles from './problems.module.css';

interface ProblemsProps {
  readonly namespaces: readonly NamespaceSummary[];
  /** For the words about the time. */
  readonly view: View;
}

const SHOWN_AT_FIRST = 6;

/** What is wrong, before anything else. */
export function Problems({ namespaces, view }: ProblemsProps) {
  const [showsAll, setShowsAll] = useState(false);
  const problems = problemsOf(namespaces);
  if (problems.length === 0) return <Calm namespaces={namespaces} view={view} />;
  const shown = showsAll ? problems : problems.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-label="What is wrong" className={styles.problems}>
      <h2>
        {problems.length === 1 ? 'One thing is wrong' : `${problems.length} things are wrong`}
      </h2>
      <ul className={styles.list}>
        {shown.map((problem) => (
          <ProblemRow key={`${problem.node} ${problem.reason}`} problem={problem} />
        ))}
      </ul>
      {problems.length > SHOWN_AT_FIRST && (
        <div>
          <Button size="s" variant="quiet" onPress={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show fewer' : `Show all ${problems.length}`}
          </Button>
        </div>
      )}
    </section>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const { view } = useView();
  const { node, namespace, status, reason } = problem;
  const scoped = { ...view, namespaces: [namespace] };
  return (
    <li className={styles.row}>
      <HealthMark status={status} />
      <Link href={nodeHref(node, view)} prefetch={false} className={styles.node}>
        {parseNodeId(node)?.name ?? node}
      </Link>
      <span className={styles.namespace}>{namespace}</span>
      <span className={styles.reason}>{reason}</span>
      <Link
        href={graphHref(scoped, { select: node })}
        prefetch={false}
        className={styles.graph}
        aria-label={`${parseNodeId(node)?.name ?? node} in the graph`}
      >
        Graph
        <ArrowRight aria-hidden="true" />
      </Link>
    </li>
  );
}

/** Says only what was measured: silence is not health. */
function Calm({ namespaces, view }: ProblemsProps) {
  const measured = namespaces.filter(({ health }) => health.status === 'healthy').length;
  const silent = namespaces.length - measured;
  const words =
    measured === 0
      ? `No traffic was measured ${inWindow(view)}.`
      : `Nothing is wrong ${inWindow(view)}.`;
  return (
    <p className={styles.calm}>
      {measured > 0 && <CircleCheck aria-hidden="true" />}
      <span>
        {words}
        {measured > 0 && silent > 0 && (
          <span className={styles.namespace}>
            {` ${silent === 1 ? 'One namespace has' : `${silent} namespaces have`} no traffic to judge by.`}
          </span>
        )}
      </span>
    </p>
  );
}
