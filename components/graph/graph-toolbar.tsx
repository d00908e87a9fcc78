'use client';

import { ChevronsDownUp, ChevronsUpDown, List, Shapes } from 'lucide-react';
import { EmbedButton } from '@/components/shell/embed-button';
import { GrafanaLinks } from '@/components/shell/grafana-links';
import { useView } from '@/components/shell/use-view';
import { IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { Toggle } from '@/components/graph/toggle';
import type { SetGraphPage } from '@/components/graph/use-graph-page';
import type { MeshRef } from '@/lib/contract/common';
import type { EdgeLabel, GraphPage, GraphShow } from '@/lib/contract/graph-url';
import type { GraphView } from '@/lib/domain/model';
import styles from './graph-toolbar.module.css';

const VIEWS: readonly { id: GraphView; label: string }[] = [
  { id: 'workload', label: 'Workloads' },
  { id: 'service', label: 'Services' },
  { id: 'app', label: 'Apps' },
];

const LABELS: readonly { id: EdgeLabel; label: string }[] = [
  { id: 'rate', label: 'Request rate' },
  { id: 'errors', label: 'Error ratio' },
  { id: 'p95', label: 'Latency p95' },
  { id: 'mtls', label: 'Mutual TLS' },
  { id: 'none', label: 'Nothing' },
];

const SHOWS: readonly { id: GraphShow; label: string }[] = [
  { id: 'all', label: 'All traffic' },
  { id: 'unhealthy', label: 'Degraded or failing' },
  { id: 'problems', label: 'Failing only' },
];

interface GraphToolbarProps {
  readonly page: GraphPage;
  readonly setPage: SetGraphPage;
  /** The meshes that reported anything. */
  readonly meshes: readonly MeshRef[];
  /** How many nodes the search finds; null when nothing is searched. */
  readonly foundCount: number | null;
  readonly onSearchEnter: () => void;
  readonly isLegendShown: boolean;
  readonly onLegendChange: (isShown: boolean) => void;
}

/** How the graph is seen. Everything in it but the legend is in the URL. */
export function GraphToolbar({
  page,
  setPage,
  meshes,
  foundCount,
  onSearchEnter,
  isLegendShown,
  onLegendChange,
}: GraphToolbarProps) {
  const { view } = useView();
  const [namespace, ...others] = view.namespaces;
  return (
    <div role="toolbar" aria-label="How the graph is seen" className={styles.toolbar}>
      <ToggleGroup
        label="Nodes are"
        choices={VIEWS}
        value={page.view}
        onChange={(view) => setPage({ view, select: '', focus: '' })}
      />
      <Select
        label="Labels"
        labelIs="inline"
        choices={LABELS}
        value={page.label}
        onChange={(label) => setPage({ label })}
      />
      <Select
        label="Show"
        labelIs="inline"
        choices={SHOWS}
        value={page.show}
        onChange={(show) => setPage({ show })}
      />
      {(meshes.length > 1 || page.mesh !== '') && (
        <Select
          label="Mesh"
          labelIs="inline"
          choices={[{ id: '', label: 'All' }, ...meshes]}
          value={page.mesh}
          onChange={(mesh) => setPage({ mesh, select: '', focus: '' })}
        />
      )}
      <Toggle isOn={page.proxies} onChange={(proxies) => setPage({ proxies, select: '' })}>
        Proxies
      </Toggle>
      <Toggle isOn={page.idle} onChange={(idle) => setPage({ idle })}>
        Idle
      </Toggle>
      <form
        role="search"
        aria-label="Graph"
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault();
          onSearchEnter();
        }}
      >
        <SearchField
          label="Find a node"
          value={page.search}
          onChange={(search) => setPage({ search }, 'replace')}
        />
        <span role="status" className={styles.found}>
          {foundCount === null ? '' : `${String(foundCount)} found`}
        </span>
      </form>
      <div className={styles.end}>
        <IconButton
          label="Open all namespaces"
          onPress={() => setPage({ boxes: 'open', flipped: [] })}
        >
          <ChevronsUpDown aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Close all namespaces"
          onPress={() => setPage({ boxes: 'closed', flipped: [] })}
        >
          <ChevronsDownUp aria-hidden="true" />
        </IconButton>
        <Toggle isOn={isLegendShown} onChange={onLegendChange}>
          <Shapes aria-hidden="true" />
          Legend
        </Toggle>
        <Toggle isOn={page.list} onChange={(list) => setPage({ list })}>
          <List aria-hidden="true" />
          List
        </Toggle>
        {namespace !== undefined && others.length === 0 && (
          <GrafanaLinks meshes={meshes.map(({ id }) => id)} namespace={namespace} />
        )}
        <EmbedButton page={{ panel: 'graph', subject: {} }} />
      </div>
    </div>
  );
}
