'use client';

import { EmbedButton } from '@/components/shell/embed-button';
import { PageHeader } from '@/components/shell/page-header';
import { useTracesPage } from '@/components/traces/use-traces-page';
import { DEFAULT_TRACES_PAGE, writeTracesPage, type TracesPage } from '@/lib/contract/traces-url';

/** The heading of the search for traces. */
export function TracesHeader() {
  const { page } = useTracesPage();
  return (
    <PageHeader title="Traces">
      {page.target !== null && (
        <EmbedButton
          page={{
            panel: 'traces',
            subject: { [page.target.by]: page.target.value },
            filters: filtersOf(page),
          }}
        />
      )}
    </PageHeader>
  );
}

/** The search without its target and time, which the panel has in other words. */
function filtersOf(page: TracesPage): URLSearchParams {
  const { lookback, range, selection } = DEFAULT_TRACES_PAGE;
  return writeTracesPage({ ...page, target: null, lookback, range, selection });
}
