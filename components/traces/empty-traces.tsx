'use client';

import { SearchedNames } from '@/components/traces/searched-names';
import { targetText } from '@/components/traces/target-text';
import { useTimeZone } from '@/components/shell/time-zone';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { Traces } from '@/lib/contract/traces';
import type { TracesPage } from '@/lib/contract/traces-url';
import type { MomentRange } from '@/lib/domain/moment-range';
import { formatMoment } from '@/lib/domain/format';

interface EmptyTracesProps {
  readonly found: Traces & { readonly range: MomentRange };
  readonly page: TracesPage;
  readonly onSearch: (patch: Partial<TracesPage>) => void;
}

/** Why a search found nothing, and what to try. */
export function EmptyTraces({ found, page, onSearch }: EmptyTracesProps) {
  const timeZone = useTimeZone();
  const { range, searched } = found;
  const name = page.target === null ? '' : targetText(page.target);
  const isNarrow = isNarrowed(page);
  return (
    <EmptyState
      title={
        searched.matched.length === 0 ? `The tracing store does not know ${name}` : 'No traces'
      }
      actions={
        <>
          {isNarrow && <Button onPress={() => onSearch(WITHOUT_FILTERS)}>Drop the filters</Button>}
          {page.lookback !== '24h' && (
            <Button onPress={() => onSearch({ lookback: '24h', range: null })}>
              Look back 24 hours
            </Button>
          )}
        </>
      }
    >
      {searched.matched.length === 0 ? (
        <p>
          <SearchedNames searched={searched} /> A service is known once a trace of it arrived.
        </p>
      ) : (
        <p>
          Nothing of {name} from {formatMoment(range.fromMs, timeZone)} to{' '}
          {formatMoment(range.toMs, timeZone)}
          {isNarrow ? ' passes these filters.' : ' was traced.'}
        </p>
      )}
      <p>
        Meshes trace a small share of requests unless told otherwise, so quiet services have few
        traces.
      </p>
    </EmptyState>
  );
}

const WITHOUT_FILTERS = {
  operation: '',
  tags: '',
  minDuration: '',
  maxDuration: '',
  errors: false,
};

function isNarrowed({ operation, tags, minDuration, maxDuration, errors }: TracesPage): boolean {
  return errors || [operation, tags, minDuration, maxDuration].some((text) => text !== '');
}
