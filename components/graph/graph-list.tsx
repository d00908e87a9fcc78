'use client';

import { useMemo, useState } from 'react';
import { FindingMark } from '@/components/shell/finding-badges';
import { DataTable, type Column } from '@/components/ui/data-table';
import { HealthMark } from '@/components/ui/health-mark';
import { Tabs } from '@/components/ui/tabs';
import { cx } from '@/components/ui/cx';
import type { GraphFindings } from '@/components/graph/use-graph-findings';
import { fullName, KIND_WORDS } from '@/components/graph/words';
import type { GraphEdge, GraphNode } from '@/lib/contract/graph';
import { findingsRank } from '@/lib/domain/finding-counts';
import {
  ABSENT,
  formatBytesPerSecond,
  formatMs,
  formatRate,
  formatRatio,
} from '@/lib/domain/format';
import { severity, type VizGraph } from '@/lib/viz/graph/model';
import styles from './graph-list.module.css';

interface GraphListProps {
  readonly graph: VizGraph<GraphNode, GraphEdge>;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** Only what has this in its name is listed. */
  readonly search: string;
  readonly isOpen: boolean;
  /** What is wrong at each node; left out where it is not asked for. */
  readonly findings?: GraphFindings;
}

/**
 * Everything in the graph as tables. Always in the page: folded away it is there for screen readers,
 * and comes into sight when the keyboard reaches it.
 */
export function GraphList(props: GraphListProps) {
  const { graph, selected, onSelect, search, isOpen, findings } = props;
  const [tab, setTab] = useState<'nodes' | 'calls'>('nodes');
  const { nodes, calls } = useMemo(() => rowsOf(graph, search), [graph, search]);
  return (
    <section aria-label="List of the graph" className={cx(styles.list, !isOpen && styles.folded)}>
      <Tabs
        label="List of the graph"
        tabs={[
          { id: 'nodes', label: 'Nodes', note: String(nodes.length) },
          { id: 'calls', label: 'Calls', note: String(calls.length) },
        ]}
        selected={tab}
        onSelect={setTab}
      >
        {tab === 'nodes' ? (
          <DataTable
            label="Nodes"
            columns={[...nodeColumns(onSelect), ...findingColumns(findings)]}
            rows={nodes}
            keyOf={({ node }) => node.id}
            initialSort={{ column: 'health', descending: true }}
            isCurrent={({ node }) => node.id === selected}
          />
        ) : (
          <DataTable
            label="Calls"
            columns={callColumns(onSelect)}
            rows={calls}
            keyOf={({ edge }) => edge.id}
            initialSort={{ column: 'health', descending: true }}
            isCurrent={({ edge }) => edge.id === selected}
          />
        )}
      </Tabs>
    </section>
  );
}

interface NodeRow {
  readonly node: GraphNode;
  readonly callers: number;
  readonly callees: number;
}

interface CallRow {
  readonly edge: GraphEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
}

function rowsOf({ nodes, edges }: VizGraph<GraphNode, GraphEdge>, search: string) {
  const wanted = search.trim().toLowerCase();
  const matches = (node: GraphNode) => fullName(node).toLowerCase().includes(wanted);
  const callers = new Map<string, number>();
  const callees = new Map<string, number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const calls: CallRow[] = [];
  for (const edge of edges) {
    callees.set(edge.source, (callees.get(edge.source) ?? 0) + 1);
    callers.set(edge.target, (callers.get(edge.target) ?? 0) + 1);
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    if (source === undefined || target === undefined) continue;
    if (matches(source) || matches(target)) calls.push({ edge, source, target });
  }
  return {
    calls,
    nodes: nodes.filter(matches).map((node): NodeRow => {
      return { node, callers: callers.get(node.id) ?? 0, callees: callees.get(node.id) ?? 0 };
    }),
  };
}

function nodeColumns(onSelect: (id: string) => void): Column<NodeRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      sortBy: ({ node }) => node.name,
      cell: ({ node }) => <Choose name={node.name} onChoose={() => onSelect(node.id)} />,
    },
    {
      id: 'namespace',
      header: 'Namespace',
      sortBy: ({ node }) => node.namespace,
      cell: ({ node }) => (node.namespace === '' ? ABSENT : node.namespace),
      isSecondary: true,
    },
    {
      id: 'kind',
      header: 'Kind',
      sortBy: ({ node }) => node.kind,
      cell: ({ node }) => KIND_WORDS[node.kind],
      isSecondary: true,
    },
    {
      id: 'health',
      header: 'Health',
      sortBy: ({ node }) => severity(node.health.status),
      cell: ({ node }) => <HealthMark status={node.health.status} withText />,
      width: '8rem',
    },
    {
      id: 'rate',
      header: 'Traffic',
      align: 'end',
      sortBy: ({ node }) => node.requestRate,
      cell: ({ node }) => trafficText(node),
      width: '7rem',
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      sortBy: ({ node }) => node.errorRatio,
      cell: ({ node }) => formatRatio(node.errorRatio),
      width: '6rem',
    },
    {
      id: 'callers',
      header: 'Callers',
      align: 'end',
      sortBy: ({ callers }) => callers,
      cell: ({ callers }) => String(callers),
      width: '6rem',
      isSecondary: true,
    },
    {
      id: 'callees',
      header: 'Callees',
      align: 'end',
      sortBy: ({ callees }) => callees,
      cell: ({ callees }) => String(callees),
      width: '6rem',
      isSecondary: true,
    },
  ];
}

/** Worst first; nothing stands where nothing is wrong, nor where it is not known. */
function findingColumns(findings: GraphFindings | undefined): Column<NodeRow>[] {
  if (findings === undefined) return [];
  return [
    {
      id: 'findings',
      header: 'Findings',
      align: 'end',
      sortBy: ({ node }) => findingsRank(findings.ofNode(node)?.counts ?? null),
      cell: ({ node }) => {
        const found = findings.ofNode(node);
        return found === null ? null : <FindingMark counts={found.counts} />;
      },
      width: '6rem',
      isSecondary: true,
    },
  ];
}

function callColumns(onSelect: (id: string) => void): Column<CallRow>[] {
  return [
    {
      id: 'call',
      header: 'Call',
      isRowHeader: true,
      sortBy: ({ source, target }) => `${source.name} ${target.name}`,
      cell: ({ edge, source, target }) => (
        <Choose
          name={`${fullName(source)} → ${fullName(target)}`}
          onChoose={() => onSelect(edge.id)}
        />
      ),
    },
    {
      id: 'protocol',
      header: 'Protocol',
      sortBy: ({ edge }) => edge.protocol,
      cell: ({ edge }) => edge.protocol,
      width: '6rem',
      isSecondary: true,
    },
    {
      id: 'health',
      header: 'Health',
      sortBy: ({ edge }) => severity(edge.health.status),
      cell: ({ edge }) => <HealthMark status={edge.health.status} withText />,
      width: '8rem',
    },
    {
      id: 'rate',
      header: 'Traffic',
      align: 'end',
      sortBy: ({ edge }) => edge.requestRate,
      cell: ({ edge }) => trafficText(edge),
      width: '7rem',
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      sortBy: ({ edge }) => edge.errorRatio,
      cell: ({ edge }) => formatRatio(edge.errorRatio),
      width: '6rem',
    },
    {
      id: 'p95',
      header: 'p95',
      align: 'end',
      sortBy: ({ edge }) => edge.p95Ms,
      cell: ({ edge }) => formatMs(edge.p95Ms),
      width: '6rem',
      isSecondary: true,
    },
    {
      id: 'mtls',
      header: 'mTLS',
      align: 'end',
      sortBy: ({ edge }) => edge.mtlsShare,
      cell: ({ edge }) => formatRatio(edge.mtlsShare),
      width: '6rem',
      isSecondary: true,
    },
  ];
}

function Choose({ name, onChoose }: { readonly name: string; readonly onChoose: () => void }) {
  return (
    <button type="button" className={styles.choose} onClick={onChoose}>
      {name}
    </button>
  );
}

function trafficText(item: {
  readonly requestRate?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
}): string {
  const isTcp = item.requestRate === undefined && item.bytesPerSecond !== undefined;
  return isTcp ? formatBytesPerSecond(item.bytesPerSecond) : formatRate(item.requestRate);
}
