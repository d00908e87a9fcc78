'use client';

import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { MomentRangeFields } from '@/components/traces/moment-range-fields';
import { SuggestField } from '@/components/traces/suggest-field';
import { targetText } from '@/components/traces/target-text';
import { useTimeZone } from '@/components/shell/time-zone';
import { draftErrors, draftOf, searchOf, type TraceDraft } from '@/components/traces/trace-draft';
import { Button, IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { NumberField, TextField } from '@/components/ui/text-field';
import { traceOperationsOptions, traceServicesOptions } from '@/lib/client/traces';
import { MAX_TRACES } from '@/lib/contract/traces-query';
import type { TracesPage, TracesTarget } from '@/lib/contract/traces-url';
import styles from './trace-search-form.module.css';

interface TraceSearchFormProps {
  readonly page: TracesPage;
  readonly onSearch: (patch: Partial<TracesPage>) => void;
}

const LOOKBACK_CHOICES = [
  { id: 'view', label: 'As above' },
  { id: '1h', label: 'Last hour' },
  { id: '6h', label: 'Last 6 hours' },
  { id: '24h', label: 'Last 24 hours' },
  { id: '2d', label: 'Last 2 days' },
  { id: '7d', label: 'Last 7 days' },
  { id: 'custom', label: 'From … to …' },
] as const;

/** What to search for. Nothing is asked before the button or Enter. */
export function TraceSearchForm({ page, onSearch }: TraceSearchFormProps) {
  const timeZone = useTimeZone();
  const [draft, setDraft] = useState<TraceDraft>(() => draftOf(page, timeZone));
  const [wasRefused, setWasRefused] = useState(false);
  const change = (patch: Partial<TraceDraft>) => setDraft((now) => ({ ...now, ...patch }));
  const isMeshTarget = page.target !== null && page.target.by !== 'service';
  const errors = draftErrors(draft, !isMeshTarget);
  const shown = wasRefused ? errors : { ...errors, service: undefined, range: undefined };

  function submit() {
    const isSound = Object.keys(errors).length === 0;
    setWasRefused(!isSound);
    if (isSound) onSearch(searchOf(draft, page));
  }

  return (
    <form
      role="search"
      aria-label="Traces"
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.fields}>
        <TargetField
          {...{ draft, change, error: shown.service }}
          target={page.target}
          onClear={() => onSearch({ target: null, operation: '' })}
        />
        <OperationField draft={draft} change={change} />
        <TextField
          label="Tags"
          isMono
          placeholder={'error=true http.status_code=503'}
          value={draft.tags}
          onChange={(tags) => change({ tags })}
          error={shown.tags}
        />
        <TextField
          label="Longer than"
          placeholder="100ms"
          value={draft.minDuration}
          onChange={(minDuration) => change({ minDuration })}
          error={shown.minDuration}
        />
        <TextField
          label="Shorter than"
          placeholder="2s"
          value={draft.maxDuration}
          onChange={(maxDuration) => change({ maxDuration })}
          error={shown.maxDuration}
        />
        <Select
          label="Time"
          choices={LOOKBACK_CHOICES}
          value={draft.lookback}
          onChange={(lookback) => change({ lookback })}
        />
        <NumberField
          label="At most"
          value={draft.limit}
          minValue={1}
          maxValue={MAX_TRACES}
          onChange={(limit) => change({ limit })}
        />
      </div>
      <div className={styles.foot}>
        {draft.lookback === 'custom' && (
          <MomentRangeFields draft={draft} change={change} error={shown.range} />
        )}
        <label className={styles.checkbox}>
          <input
            type="checkbox"
            checked={draft.errors}
            onChange={(event) => change({ errors: event.currentTarget.checked })}
          />
          With errors only
        </label>
        <Button type="submit" variant="primary">
          <Search aria-hidden="true" />
          Search
        </Button>
      </div>
    </form>
  );
}

interface DraftProps {
  readonly draft: TraceDraft;
  readonly change: (patch: Partial<TraceDraft>) => void;
}

interface TargetFieldProps extends DraftProps {
  readonly target: TracesTarget | null;
  readonly error: string | undefined;
  readonly onClear: () => void;
}

function TargetField({ draft, change, target, error, onClear }: TargetFieldProps) {
  const { data } = useQuery(traceServicesOptions());
  if (target !== null && target.by !== 'service') {
    return (
      <div className={styles.target}>
        <span className={styles.label}>{target.by === 'edge' ? 'Calls' : 'Node'}</span>
        <span className={styles.chip}>
          <span className={styles.chipText}>{targetText(target)}</span>
          <IconButton label="Search by service instead" size="s" onPress={onClear}>
            <X aria-hidden="true" />
          </IconButton>
        </span>
      </div>
    );
  }
  return (
    <div className={styles.target}>
      <SuggestField
        label="Service"
        placeholder="name.namespace"
        value={draft.service}
        onChange={(service) => change({ service })}
        suggestions={data?.names ?? []}
      />
      {error !== undefined && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function OperationField({ draft, change }: DraftProps) {
  const { data } = useQuery(traceOperationsOptions(draft.service.trim()));
  return (
    <SuggestField
      label="Operation"
      placeholder="Any"
      value={draft.operation}
      onChange={(operation) => change({ operation })}
      suggestions={data?.names ?? []}
    />
  );
}
