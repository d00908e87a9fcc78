'use client';

import { useMemo } from 'react';
import { ApplyDraft } from '@/components/shell/apply-draft';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import type { Simulated, SimulatedEffect } from '@/lib/contract/security';
import { counted, formatBytesPerSecond, formatCount, formatRate } from '@/lib/domain/format';
import styles from './security.module.css';

interface SimulationResultProps {
  readonly result: Simulated;
  readonly onOpenCall: (edge: string) => void;
}

/** Who would be cut off, who may be, who would be let in, and what was tried. */
export function SimulationResult({ result, onOpenCall }: SimulationResultProps) {
  const { cutOff, uncertain, admitted, checked, unknown, objects, notes } = result;
  return (
    <section aria-label="Result of the simulation" className={styles.result}>
      <AnswerNotices answer={result} />
      <Notice
        kind={cutOff.length > 0 ? 'warning' : 'info'}
        title={
          cutOff.length === 0
            ? 'Nobody would be cut off'
            : `${counted(cutOff.length, 'call', 'calls')} would be cut off`
        }
      >
        {`Of ${formatCount(checked)} calls that flowed. Of ${formatCount(unknown)} nobody can know, before and after.`}
      </Notice>
      {notes.map((note) => (
        <p key={note} className={styles.muted}>
          {note}
        </p>
      ))}
      <Effects title="Would be cut off" effects={cutOff} onOpenCall={onOpenCall} />
      <Effects title="May be cut off" effects={uncertain} onOpenCall={onOpenCall} />
      <Effects title="Would be let in" effects={admitted} onOpenCall={onOpenCall} />
      {objects.length > 0 && (
        <Disclosure summary={`What was tried (${formatCount(objects.length)})`} isOpenAtFirst>
          <div className={styles.parts}>
            {objects.map((draft) => (
              <ApplyDraft key={draft.id} draft={draft} />
            ))}
          </div>
        </Disclosure>
      )}
    </section>
  );
}

interface EffectsProps {
  readonly title: string;
  readonly effects: readonly SimulatedEffect[];
  readonly onOpenCall: (edge: string) => void;
}

function Effects({ title, effects, onOpenCall }: EffectsProps) {
  const columns = useMemo(() => columnsOf(onOpenCall), [onOpenCall]);
  if (effects.length === 0) return null;
  return (
    <div className={styles.part}>
      <h3>{`${title} (${formatCount(effects.length)})`}</h3>
      <DataTable
        label={title}
        columns={columns}
        rows={effects}
        keyOf={({ edge, part }) => `${edge} ${part}`}
        initialSort={{ column: 'rate', descending: true }}
      />
    </div>
  );
}

const PARTS = {
  all: 'all of it',
  plaintext: 'what is in plain text',
  encrypted: 'what is under mutual TLS',
} as const;

function columnsOf(onOpenCall: (edge: string) => void): readonly Column<SimulatedEffect>[] {
  return [
    {
      id: 'call',
      header: 'Call',
      isRowHeader: true,
      sortBy: ({ caller, callee }) => `${caller.name} ${callee.name}`,
      cell: ({ edge, caller, callee }) => (
        <button type="button" className={styles.open} onClick={() => onOpenCall(edge)}>
          {`${caller.name} → ${callee.name}`}
        </button>
      ),
    },
    {
      id: 'where',
      header: 'Callee in',
      width: '9rem',
      isSecondary: true,
      sortBy: ({ callee }) => callee.namespace,
      cell: ({ callee }) => callee.namespace,
    },
    {
      id: 'part',
      header: 'Part',
      width: '11rem',
      isSecondary: true,
      sortBy: ({ part }) => PARTS[part],
      cell: ({ part }) => PARTS[part],
    },
    {
      id: 'rate',
      header: 'Flows',
      align: 'end',
      width: '8rem',
      sortBy: ({ requestRate, bytesPerSecond }) => requestRate ?? bytesPerSecond,
      cell: ({ requestRate, bytesPerSecond }) =>
        requestRate === undefined ? formatBytesPerSecond(bytesPerSecond) : formatRate(requestRate),
    },
    {
      id: 'why',
      header: 'Why',
      wraps: true,
      isSecondary: true,
      cell: ({ after }) => after.because,
    },
  ];
}
