'use client';

import Link from 'next/link';
import { NamespaceFindings } from '@/components/overview/namespace-findings';
import { errorTone, SignalFigure } from '@/components/overview/signal-figure';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { useNamespaceFindings } from '@/components/shell/use-findings';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { HealthMark } from '@/components/ui/health-mark';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import { graphHref, servicesHref, tracesHref } from '@/lib/contract/urls';
import type { FindingCounts } from '@/lib/domain/finding-counts';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import styles from './namespace-cards.module.css';

interface NamespacesProps {
  readonly namespaces: readonly NamespaceSummary[];
}

/** Namespaces as cards: for a few. */
export function NamespaceCards({ namespaces }: NamespacesProps) {
  const findingsOf = useNamespaceFindings();
  return (
    <ul className={styles.cards}>
      {namespaces.map((namespace) => (
        <Card
          key={`${namespace.cluster}/${namespace.name}`}
          namespace={namespace}
          findings={findingsOf(namespace.name)}
        />
      ))}
    </ul>
  );
}

interface CardProps {
  readonly namespace: NamespaceSummary;
  readonly findings: FindingCounts | null;
}

function Card({ namespace, findings }: CardProps) {
  const { view } = useView();
  const { name, health, requestRate, errorRatio, p95Ms, bytesPerSecond, sparklines } = namespace;
  const scoped = { ...view, namespaces: [name] };
  const isTcpOnly = requestRate === undefined && bytesPerSecond !== undefined;
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          <Link href={graphHref(scoped)} prefetch={false} className={styles.main}>
            {name}
          </Link>
        </h3>
        <HealthMark status={health.status} withText />
      </div>
      <p className={styles.about}>
        <Membership namespace={namespace} />
      </p>
      <dl className={styles.signals}>
        {isTcpOnly ? (
          <SignalFigure
            label="Throughput"
            value={formatBytesPerSecond(bytesPerSecond)}
            points={undefined}
          />
        ) : (
          <>
            <SignalFigure
              label="Requests"
              value={formatRate(requestRate)}
              points={sparklines.rate}
            />
            <SignalFigure
              label="Errors"
              value={formatRatio(errorRatio)}
              points={sparklines.errors}
              tone={errorTone(namespace)}
            />
            <SignalFigure label="p95" value={formatMs(p95Ms)} points={sparklines.p95} />
          </>
        )}
      </dl>
      <div className={styles.foot}>
        <p className={styles.links}>
          <Link href={servicesHref(scoped)} prefetch={false} aria-label={`Services of ${name}`}>
            Services
          </Link>
          <Link href={tracesHref(scoped)} prefetch={false} aria-label={`Traces of ${name}`}>
            Traces
          </Link>
        </p>
        <NamespaceFindings namespace={name} counts={findings} view={view} />
      </div>
    </li>
  );
}

const INJECTION_WORDS: Readonly<Record<NamespaceSummary['injection'], string | null>> = {
  enabled: null,
  disabled: 'injection off',
  unset: 'injection not set',
  unknown: null,
};

/** Which mesh it is in and how much of it there is. */
export function Membership({ namespace }: { readonly namespace: NamespaceSummary }) {
  const { meshes, injection, workloads } = namespace;
  const injectionWords = INJECTION_WORDS[injection];
  return (
    <>
      {meshes.map((mesh) => (
        <MeshBadge key={mesh} mesh={mesh} />
      ))}
      {meshes.length === 0 && <Badge>no mesh</Badge>}
      {injectionWords !== null && <Badge>{injectionWords}</Badge>}
      <span>{workloads === 1 ? '1 workload' : `${workloads} workloads`}</span>
    </>
  );
}
