'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { FaultBadge } from '@/components/shell/fault-badge';
import { useActiveFaults } from '@/components/shell/use-active-faults';
import { useView } from '@/components/shell/use-view';
import { SplitEditor } from '@/components/traffic/split-editor';
import { conditionOf } from '@/components/traffic/split-rows';
import { ownerName, ownerWarning } from '@/components/shell/owner-words';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { FaultDto } from '@/lib/contract/resilience';
import type { SplitDto } from '@/lib/contract/splits';
import { objectHref } from '@/lib/contract/urls';
import styles from './split-detail.module.css';

/** Whether a fault is of the very route that shares the requests out. */
function isOnRoute({ object, path }: FaultDto, carrier: SplitDto['carrier']): boolean {
  const route = carrier.path.slice(0, carrier.path.lastIndexOf('/') + 1);
  return (
    object.group === carrier.group &&
    object.plural === carrier.plural &&
    object.namespace === carrier.namespace &&
    object.name === carrier.name &&
    path.startsWith(route)
  );
}

interface SplitDetailProps {
  readonly split: SplitDto;
  readonly observedOver: string;
  /** Back to the list, where it is not beside. */
  readonly onBack: () => void;
}

/** One split: whose traffic it shares out, what is odd about it, and the controls. */
export function SplitDetail({ split, observedOver, onBack }: SplitDetailProps) {
  const { carrier, hosts, protocol, routeName, owner, warnings } = split;
  const { view } = useView();
  const faults = useActiveFaults().filter((fault) => isOnRoute(fault, carrier));
  const title = hosts.join(', ') || carrier.name;
  const keeper = ownerWarning(owner, 'the weights');
  return (
    <article className={styles.detail} aria-labelledby="split-title">
      <div className={styles.back}>
        <Button size="s" variant="quiet" onPress={onBack}>
          <ArrowLeft aria-hidden="true" />
          All splits
        </Button>
      </div>
      <header className={styles.header}>
        <h2 id="split-title" className={styles.title}>
          {title}
        </h2>
        <Badge>{protocol}</Badge>
        <FaultBadge faults={faults} />
      </header>
      <dl className={styles.facts}>
        <div>
          <dt>Applies to</dt>
          <dd>{conditionOf(split)}</dd>
        </div>
        <div>
          <dt>Kept in</dt>
          <dd>
            <Link href={objectHref(carrier, view)} prefetch={false} className={styles.carrier}>
              {`${carrier.kind} ${carrier.namespace}/${carrier.name}`}
            </Link>
            <span className={styles.path}>
              {routeName === undefined ? carrier.path : `${routeName}, ${carrier.path}`}
            </span>
          </dd>
        </div>
        <div>
          <dt>Written by</dt>
          <dd>
            {ownerName(owner)}
            {owner.evidence !== undefined && <span className={styles.path}>{owner.evidence}</span>}
          </dd>
        </div>
      </dl>
      {keeper !== null && (
        <Notice kind="warning" title={`${ownerName(owner)} keeps this object`}>
          {keeper}
        </Notice>
      )}
      {warnings.map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind={code === 'shared-telemetry' ? 'info' : 'warning'}>
          {message}
        </Notice>
      ))}
      <SplitEditor key={split.id} split={split} observedOver={observedOver} />
    </article>
  );
}
