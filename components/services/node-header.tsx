'use client';

import { ChartNoAxesGantt, ShieldCheck, Split, Waypoints } from 'lucide-react';
import Link from 'next/link';
import type { NodeTraffic } from '@/components/services/node-traffic';
import { SecurityLine } from '@/components/services/security-line';
import { FaultBadge } from '@/components/shell/fault-badge';
import { GrafanaLinks } from '@/components/shell/grafana-links';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { EmbedButton } from '@/components/shell/embed-button';
import { PageHeader } from '@/components/shell/page-header';
import { useActiveFaults } from '@/components/shell/use-active-faults';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { HealthMark, type HealthStatus } from '@/components/ui/health-mark';
import type { DataState } from '@/lib/client/data-state';
import type { NodeDetails } from '@/lib/contract/node';
import {
  graphHref,
  nodeHref,
  securityHref,
  servicesHref,
  tracesHref,
  trafficHref,
} from '@/lib/contract/urls';
import { parseNodeId } from '@/lib/domain/model';
import styles from './node-header.module.css';

interface NodeHeaderProps {
  readonly id: string;
  readonly kind: 'service' | 'workload';
  readonly namespace: string;
  readonly name: string;
  readonly details: NodeDetails | undefined;
  readonly traffic: DataState<NodeTraffic>;
}

/** The name, health and meshes of a node, what is wrong with it, and the ways on. */
export function NodeHeader(props: NodeHeaderProps) {
  const { id, kind, namespace, name, details, traffic } = props;
  const { view } = useView();
  const scoped = { ...view, namespaces: [namespace] };
  const reasons = (traffic.status === 'ready' && traffic.data.node?.health.reasons) || [];
  return (
    <div className={styles.header}>
      <PageHeader
        title={name}
        above={
          <nav aria-label="Breadcrumb" className={styles.path}>
            <Link href={servicesHref(view)} prefetch={false}>
              Services
            </Link>
            <span aria-hidden="true">/</span>
            <Link href={servicesHref(scoped)} prefetch={false}>
              {namespace}
            </Link>
          </nav>
        }
        marks={<Marks {...props} />}
      >
        <ButtonLink href={graphHref(scoped, { select: id })}>
          <Waypoints aria-hidden="true" />
          Graph
        </ButtonLink>
        <ButtonLink href={tracesHref(view, { node: id })}>
          <ChartNoAxesGantt aria-hidden="true" />
          Traces
        </ButtonLink>
        {kind === 'service' && (
          <ButtonLink href={trafficHref(scoped, { host: `${name}.${namespace}` })}>
            <Split aria-hidden="true" />
            Traffic splits
          </ButtonLink>
        )}
        <ButtonLink
          href={securityHref(scoped, kind === 'workload' ? { workload: id } : { q: name })}
        >
          <ShieldCheck aria-hidden="true" />
          Security
        </ButtonLink>
        <GrafanaLinks meshes={meshesOf(props)} namespace={namespace} />
        <EmbedButton page={{ panel: 'signals', subject: { node: id } }} />
      </PageHeader>
      {reasons.length > 0 && (
        <ul className={styles.reasons} aria-label="What is wrong">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Related kind={kind} related={details?.related ?? []} />
      <SecurityLine node={isInMesh(details) ? id : null} />
    </div>
  );
}

function isInMesh(details: NodeDetails | undefined): boolean {
  return details !== undefined && details.meshes.length > 0;
}

function meshesOf({ details, traffic }: Pick<NodeHeaderProps, 'details' | 'traffic'>) {
  const node = traffic.status === 'ready' ? traffic.data.node : undefined;
  return details?.meshes ?? node?.meshes ?? [];
}

/** Health first, then what it is and which meshes know it. */
function Marks({ kind, namespace, name, details, traffic }: NodeHeaderProps) {
  const host = `${name}.${namespace}.svc.cluster.local`;
  const faults = useActiveFaults().filter((fault) => kind === 'service' && fault.host === host);
  const isKnown = traffic.status === 'ready';
  const node = isKnown ? traffic.data.node : undefined;
  const meshes = meshesOf({ details, traffic });
  return (
    <>
      {isKnown && <Health status={node?.health.status} />}
      <Badge>{kind}</Badge>
      {meshes.map((mesh) => (
        <MeshBadge key={mesh} mesh={mesh} />
      ))}
      {node?.version !== undefined && <Badge>{node.version}</Badge>}
      <FaultBadge faults={faults} />
    </>
  );
}

/** Of a node that is not in the graph nothing was measured. */
function Health({ status = 'unknown' }: { readonly status: HealthStatus | undefined }) {
  return <HealthMark status={status} withText />;
}

interface RelatedProps {
  readonly kind: 'service' | 'workload';
  readonly related: NodeDetails['related'];
}

function Related({ kind, related }: RelatedProps) {
  const { view } = useView();
  if (related.length === 0) return null;
  return (
    <p className={styles.related}>
      <span>{kind === 'service' ? 'Answered by' : 'Reached through'}</span>
      {related.map(({ node, version }) => (
        <span key={node}>
          <Link href={nodeHref(node, view)} prefetch={false}>
            {parseNodeId(node)?.name ?? node}
          </Link>
          {version !== undefined && ` ${version}`}
        </span>
      ))}
    </p>
  );
}
