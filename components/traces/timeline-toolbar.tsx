'use client';

import { ArrowDown, ArrowUp, ChevronsDownUp, ChevronsUpDown, ZoomOut } from 'lucide-react';
import { ServiceFilter } from '@/components/traces/service-filter';
import type { TraceModel } from '@/components/traces/trace-model';
import type { Timeline } from '@/components/traces/use-timeline';
import { Button, IconButton } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { TracePage } from '@/lib/contract/trace-url';
import { formatCount } from '@/lib/domain/format';
import styles from './timeline-toolbar.module.css';

interface TimelineToolbarProps {
  readonly model: TraceModel;
  readonly page: TracePage;
  readonly setPage: (patch: Partial<TracePage>) => void;
  readonly timeline: Timeline;
  /** The span that next and previous count from. */
  readonly cursor: number;
  readonly onGoTo: (index: number) => void;
}

const FILTERS = [
  { id: 'all', label: 'All' },
  { id: 'errors', label: 'Failed' },
  { id: 'critical', label: 'Critical path' },
] as const;

const COLOURS = [
  { id: 'service', label: 'service' },
  { id: 'errors', label: 'errors' },
  { id: 'self', label: 'self time' },
  { id: 'path', label: 'critical path' },
] as const;

/** Finding, filtering, colouring and folding. */
export function TimelineToolbar(props: TimelineToolbarProps) {
  const { model, page, setPage } = props;
  return (
    <div className={styles.toolbar} role="group" aria-label="Timeline controls">
      <FindBox {...props} />
      <ToggleGroup
        label="Show spans"
        choices={FILTERS}
        value={page.filter}
        onChange={(filter) => setPage({ filter })}
      />
      <ServiceFilter
        model={model}
        chosen={page.services}
        onChange={(services) => setPage({ services })}
      />
      <Select
        label="Colour by"
        labelIs="inline"
        choices={COLOURS}
        value={page.color}
        onChange={(color) => setPage({ color })}
      />
      <div className={styles.end}>
        {page.zoom !== null && (
          <Button size="s" variant="quiet" onPress={() => setPage({ zoom: null })}>
            <ZoomOut aria-hidden="true" />
            Whole trace
          </Button>
        )}
        <IconButton
          label="Expand all"
          size="s"
          onPress={() => setPage({ level: null, toggled: [] })}
        >
          <ChevronsUpDown aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Collapse to the top level"
          size="s"
          onPress={() => setPage({ level: 1, toggled: [] })}
        >
          <ChevronsDownUp aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}

function FindBox({ page, setPage, timeline, cursor, onGoTo }: TimelineToolbarProps) {
  const { matches } = timeline;
  const position = matches.indexOf(cursor);

  function step(direction: 1 | -1) {
    const next = nextMatch(matches, cursor, direction);
    if (next !== null) onGoTo(next);
  }

  return (
    <form
      role="search"
      aria-label="Find spans"
      className={styles.find}
      onSubmit={(event) => {
        event.preventDefault();
        step(1);
      }}
    >
      <SearchField
        label="Find in spans"
        placeholder='Find: words, "a phrase", -key'
        value={page.find}
        onChange={(find) => setPage({ find })}
      />
      {page.find !== '' && (
        <span role="status" className={styles.count}>
          {foundText(matches.length, position)}
        </span>
      )}
      <IconButton
        label="Previous match"
        size="s"
        isDisabled={matches.length === 0}
        onPress={() => step(-1)}
      >
        <ArrowUp aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Next match"
        size="s"
        isDisabled={matches.length === 0}
        onPress={() => step(1)}
      >
        <ArrowDown aria-hidden="true" />
      </IconButton>
    </form>
  );
}

function foundText(count: number, position: number): string {
  if (count === 0) return 'No match';
  return position < 0
    ? `${formatCount(count)} found`
    : `${formatCount(position + 1)} of ${formatCount(count)}`;
}

/** The match after (or before) a span, starting over at the end; null when there is none. */
export function nextMatch(
  matches: readonly number[],
  from: number,
  direction: 1 | -1,
): number | null {
  const next =
    direction === 1
      ? (matches.find((index) => index > from) ?? matches[0])
      : (matches.findLast((index) => index < from) ?? matches.at(-1));
  return next ?? null;
}
