'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartLine } from 'lucide-react';
import { useMeshRefs } from '@/components/shell/use-mesh-refs';
import { useView } from '@/components/shell/use-view';
import { OutwardLink } from '@/components/ui/button';
import { statusOptions } from '@/lib/client/status';
import { dashboardHref } from '@/lib/contract/grafana-url';

interface GrafanaLinksProps {
  /** The meshes whose dashboards are offered, by id. */
  readonly meshes: readonly string[];
  readonly namespace: string;
}

/** Leads to the dashboards of Grafana for a namespace, of the time of the view; nothing where none is known. */
export function GrafanaLinks({ meshes, namespace }: GrafanaLinksProps) {
  const { data } = useQuery(statusOptions());
  const { view } = useView();
  const refs = useMeshRefs();
  const grafana = data?.links.grafana ?? null;
  if (grafana === null) return null;
  // Meshes may share a dashboard.
  const dashboards = new Map(
    meshes.flatMap((id) => {
      const { dashboard, label } = refs.get(id) ?? {};
      return dashboard === undefined ? [] : [[dashboard, label ?? id] as const];
    }),
  );
  return [...dashboards].map(([uid, label]) => (
    <OutwardLink
      key={uid}
      href={dashboardHref(
        { grafana, uid, namespace, console: data?.links.console ?? window.location.origin },
        view,
      )}
    >
      <ChartLine aria-hidden="true" />
      {dashboards.size === 1 ? 'Grafana' : `Grafana: ${label}`}
    </OutwardLink>
  ));
}
