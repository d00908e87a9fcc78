import { MAX_TRACES } from '@/lib/contract/traces-query';
import type { TracesPage } from '@/lib/contract/traces-url';
import type { MomentRange } from '@/lib/domain/moment-range';
import { parseDuration } from '@/lib/domain/duration';
import { parseLogfmt } from '@/lib/domain/logfmt';
import { localText, readLocalText } from '@/lib/domain/time-zone';

/** What is typed into the form before it is asked for. */
export interface TraceDraft {
  readonly service: string;
  readonly operation: string;
  readonly tags: string;
  readonly minDuration: string;
  readonly maxDuration: string;
  readonly errors: boolean;
  readonly limit: number;
  readonly lookback: TracesPage['lookback'] | 'custom';
  /** As a date and time field writes them: `2026-11-23T07:12`. */
  readonly from: string;
  readonly to: string;
  /** By whose clock they are. */
  readonly timeZone: string;
}

export type DraftErrors = Partial<
  Record<'service' | 'tags' | 'minDuration' | 'maxDuration' | 'range', string>
>;

/** The form for a page, with moments by the clock of a time zone. */
export function draftOf(page: TracesPage, timeZone: string): TraceDraft {
  const { target, range, lookback, ...fields } = page;
  return {
    service: target?.by === 'service' ? target.value : '',
    operation: fields.operation,
    tags: fields.tags,
    minDuration: fields.minDuration,
    maxDuration: fields.maxDuration,
    errors: fields.errors,
    limit: fields.limit,
    lookback: range === null ? lookback : 'custom',
    from: range === null ? '' : localText(range.fromMs, timeZone),
    to: range === null ? '' : localText(range.toMs, timeZone),
    timeZone,
  };
}

/** What is wrong with a draft, by field, in words. */
export function draftErrors(draft: TraceDraft, needsService: boolean): DraftErrors {
  const tags = parseLogfmt(draft.tags);
  const min = durationError(draft.minDuration);
  const max = durationError(draft.maxDuration) ?? orderError(draft);
  return {
    ...(needsService && draft.service.trim() === '' ? { service: 'Choose a service' } : {}),
    ...(tags.ok ? {} : { tags: tags.error }),
    ...(min === null ? {} : { minDuration: min }),
    ...(max === null ? {} : { maxDuration: max }),
    ...(draft.lookback === 'custom' && rangeOf(draft) === null
      ? { range: 'Choose a start and a later end' }
      : {}),
  };
}

/** The search that a draft without errors asks for. A node or edge stays the target. */
export function searchOf(draft: TraceDraft, { target }: TracesPage): Partial<TracesPage> {
  const service = draft.service.trim();
  const isCustom = draft.lookback === 'custom';
  return {
    target: target !== null && target.by !== 'service' ? target : { by: 'service', value: service },
    operation: draft.operation.trim(),
    tags: draft.tags.trim(),
    minDuration: draft.minDuration.trim(),
    maxDuration: draft.maxDuration.trim(),
    errors: draft.errors,
    limit: Math.min(MAX_TRACES, Math.max(1, Math.round(draft.limit))),
    lookback: draft.lookback === 'custom' ? 'view' : draft.lookback,
    range: isCustom ? rangeOf(draft) : null,
  };
}

function durationError(text: string): string | null {
  return text.trim() === '' || parseDuration(text) !== null ? null : 'Write it as 100ms or 1.2s';
}

function orderError({ minDuration, maxDuration }: TraceDraft): string | null {
  const [min, max] = [parseDuration(minDuration), parseDuration(maxDuration)];
  return min !== null && max !== null && max < min ? 'Less than the shortest' : null;
}

function rangeOf({ from, to, timeZone }: TraceDraft): MomentRange | null {
  const [fromMs, toMs] = [readLocalText(from, timeZone), readLocalText(to, timeZone)];
  return fromMs < toMs ? { fromMs, toMs } : null;
}
