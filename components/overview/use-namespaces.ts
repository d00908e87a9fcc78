'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useView } from '@/components/shell/use-view';
import { dataStateOf, mapState, type DataState } from '@/lib/client/data-state';
import { namespacesOptions } from '@/lib/client/namespaces';
import type { Namespaces } from '@/lib/contract/namespaces';

/** The namespaces of the view with their figures, kept fresh while the page is visible. */
export function useNamespaces(): DataState<Namespaces> {
  const { view } = useView();
  const { data, error } = useQuery(namespacesOptions(view));
  return useMemo(() => {
    const chosen = new Set(view.namespaces);
    return mapState(dataStateOf({ data, error }), (answer) => ({
      ...answer,
      namespaces: answer.namespaces.filter(({ name }) => chosen.size === 0 || chosen.has(name)),
    }));
  }, [data, error, view.namespaces]);
}
