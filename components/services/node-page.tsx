'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Configuration } from '@/components/services/configuration';
import { NodeHeader } from '@/components/services/node-header';
import { NodeSignals } from '@/components/services/node-signals';
import { Pods } from '@/components/services/pods';
import { TrafficTables } from '@/components/services/traffic-tables';
import { useNodeTraffic } from '@/components/services/use-node-traffic';
import { FindingMark } from '@/components/shell/finding-badges';
import { useObjectFindings, type ObjectFindings } from '@/components/shell/use-findings';
import { usePageState } from '@/components/shell/use-page-state';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Tabs } from '@/components/ui/tabs';
import { dataStateOf } from '@/lib/client/data-state';
import { nodeOptions } from '@/lib/client/node';
import { nodeCodec, type NodeTab } from '@/lib/contract/node-url';
import type { NodeDetails } from '@/lib/contract/node';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { countFindings } from '@/lib/domain/finding-counts';
import { nodeId } from '@/lib/domain/model';

/** Findings belong to their objects: both are shown at once, so that nothing moves. */
const LOADING = { status: 'loading' } as const;

interface NodePageProps {
  readonly kind: 'service' | 'workload';
  readonly namespace: string;
  readonly name: string;
  /** What its mesh does when calls are slow or fail; only services have that. */
  readonly resilience?: ReactNode;
  /** The rules by which its requests are routed. */
  readonly routing?: ReactNode;
}

/** One service or workload: its signals, its neighbours, its pods and what configures it. */
export function NodePage({ kind, namespace, name, resilience, routing }: NodePageProps) {
  const cluster = useSearchParams().get('cluster') ?? DEFAULT_CLUSTER;
  const id = nodeId(cluster, namespace, kind, name);
  const { page, setPage } = usePageState(nodeCodec);
  const { data, error } = useQuery(nodeOptions(id));
  const details = dataStateOf({ data, error });
  const findings = useObjectFindings(data?.configuration);
  const traffic = useNodeTraffic(id, kind, namespace);
  const isOfServices = page.tab === 'resilience' || page.tab === 'routing';
  const tab = isOfServices && kind !== 'service' ? 'signals' : page.tab;

  return (
    <>
      <NodeHeader
        id={id}
        kind={kind}
        name={name}
        namespace={namespace}
        details={data}
        traffic={traffic}
      />
      <Tabs
        label={`What to see of ${name}`}
        tabs={[
          { id: 'signals', label: 'Signals' },
          { id: 'traffic', label: 'Traffic' },
          ...(kind === 'service'
            ? [
                { id: 'resilience' as const, label: 'Resilience' },
                { id: 'routing' as const, label: 'Routing' },
              ]
            : []),
          { id: 'pods', label: 'Pods', note: data?.pods.length },
          {
            id: 'configuration',
            label: 'Configuration',
            note: data && <ObjectCount objects={data.configuration} findings={findings} />,
          },
        ]}
        selected={tab}
        onSelect={(tab) => setPage({ tab })}
      >
        {panelOf(tab)}
      </Tabs>
    </>
  );

  function panelOf(tab: NodeTab) {
    switch (tab) {
      case 'signals':
        return <NodeSignals id={id} page={page} setPage={setPage} />;
      case 'traffic':
        return <TrafficTables state={traffic} />;
      case 'resilience':
        return resilience;
      case 'routing':
        return routing;
      case 'pods':
        return (
          <DataPanel
            label="Pods"
            state={details}
            isEmpty={({ pods }) => pods.length === 0}
            empty={
              <EmptyState title="No pods">
                {`No pod runs behind this ${kind}, or you may not read the pods of ${namespace}.`}
              </EmptyState>
            }
          >
            {({ pods }) => <Pods pods={pods} />}
          </DataPanel>
        );
      case 'configuration':
        return (
          <DataPanel
            label="Configuration"
            state={findings.isLoading ? LOADING : details}
            isEmpty={({ configuration }) => configuration.length === 0}
            empty={
              <EmptyState title="Nothing configures it">
                {`No object of the mesh that you may read applies to this ${kind}.`}
              </EmptyState>
            }
          >
            {({ configuration }) => <Configuration objects={configuration} findings={findings} />}
          </DataPanel>
        );
    }
  }
}

interface ObjectCountProps {
  readonly objects: NodeDetails['configuration'];
  readonly findings: ObjectFindings;
}

/** How many objects apply, and how much is wrong with them where that is known. */
function ObjectCount({ objects, findings }: ObjectCountProps) {
  const found = objects.flatMap((object) => findings.of(object) ?? []);
  return (
    <>
      {objects.length} <FindingMark counts={countFindings(found)} />
    </>
  );
}
