'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { serviceRows, type ServiceRow } from '@/components/services/service-rows';
import { useView } from '@/components/shell/use-view';
import { dataStateOf, mapState, type DataState } from '@/lib/client/data-state';
import { graphOptions } from '@/lib/client/graph';
import type { Graph } from '@/lib/contract/graph';
import type { ServicesPage } from '@/lib/contract/services-url';

interface ServiceList {
  readonly answer: Graph;
  readonly rows: readonly ServiceRow[];
}

/** The rows of the list, kept fresh while the page is visible. */
export function useServiceRows(by: ServicesPage['by']): DataState<ServiceList> {
  const { view } = useView();
  const workloads = useQuery(graphOptions(view, 'workload'));
  const services = useQuery({ ...graphOptions(view, 'service'), enabled: by === 'service' });
  const { data, error } = by === 'service' ? services : workloads;

  return useMemo(() => {
    // What was kept from the list by the other kind has none of these rows.
    const answer = data?.view === by ? data : undefined;
    return mapState(dataStateOf({ data: answer, error }), (graph) => ({
      answer: graph,
      rows: serviceRows(graph, workloads.data, view.namespaces),
    }));
  }, [by, data, error, workloads.data, view.namespaces]);
}
