'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ChangeUndo } from '@/components/shell/change-undo';
import { PreviewDialog } from '@/components/traffic/preview-dialog';
import { ShareBars, type ShareBar } from '@/components/traffic/share-bars';
import { draftShares, intentOf, keyOf, targetName } from '@/components/traffic/split-draft';
import { TargetRow } from '@/components/traffic/target-row';
import { UnderneathNotice } from '@/components/traffic/underneath-notice';
import { useChange } from '@/components/traffic/use-change';
import { useSplitDraft, type SplitEditing } from '@/components/traffic/use-split-draft';
import { changeInWords, SHARES_ABSENT } from '@/components/traffic/words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { SplitDto } from '@/lib/contract/splits';
import styles from './split-editor.module.css';

interface SplitEditorProps {
  readonly split: SplitDto;
  /** Over which time shares were observed and how old they are, in words. */
  readonly observedOver: string;
}

/** Moves the weights of one split: sliders, presets, preview, apply, undo. */
export function SplitEditor({ split, observedOver }: SplitEditorProps) {
  const editing = useSplitDraft(split);
  const change = useChange(split);
  // The version that is previewed: on top of another one it has to be looked at anew.
  const [previewed, setPreviewed] = useState<string | null>(null);
  const { current, isEdited, underneath } = editing;
  const { allowed, reason } = split.writable;
  const shares = draftShares(current, split);
  const summary = changeInWords(
    { targets: split.targets, shares: split.targets.map(({ share }) => share) },
    { targets: current.targets, shares },
  );
  const intent = intentOf(current, split);
  const version = current.base.resourceVersion;
  const isBlocked = underneath === 'weights' || underneath === 'targets';

  return (
    <div className={styles.editor}>
      {!allowed && (
        <Notice kind="info" title="You can look at this split but not change it">
          {reason}
        </Notice>
      )}
      <ChangeUndo change={change} />
      <UnderneathNotice split={split} editing={editing} />
      <ShareBars targets={current.targets} bars={barsOf(split, editing, shares, observedOver)} />
      <Presets editing={editing} isDisabled={!allowed} />
      <ul className={styles.targets}>
        {targetsOf(split, editing).map((target, index) => (
          <TargetRow
            key={keyOf(target)}
            split={split}
            target={target}
            index={index}
            share={shares[index] ?? null}
            editing={editing}
            isDisabled={!allowed}
          />
        ))}
      </ul>
      <Candidates split={split} editing={editing} isDisabled={!allowed} />
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={!allowed || !isEdited || isBlocked}
          onPress={() => {
            change.apply.reset();
            setPreviewed(version);
          }}
        >
          Preview…
        </Button>
        <Button isDisabled={!isEdited} onPress={editing.discard}>
          Discard
        </Button>
        <span className={styles.summary} role="status">
          {isEdited ? summary : ''}
        </span>
      </div>
      {previewed === version && isEdited && !isBlocked && (
        <PreviewDialog
          split={split}
          intent={intent}
          summary={summary}
          isApplying={change.apply.isPending}
          applyError={change.apply.error}
          onApply={() =>
            change.apply.mutate({ intent, summary }, { onSuccess: () => setPreviewed(null) })
          }
          onClose={() => setPreviewed(null)}
        />
      )}
    </div>
  );
}

interface ControlsProps {
  readonly editing: SplitEditing;
  readonly isDisabled: boolean;
}

function Presets({ editing, isDisabled }: ControlsProps) {
  const count = editing.current.targets.length;
  if (count < 2) return null;
  const isPair = count === 2;
  const even = editing.current.targets.map(() => 1);
  return (
    <div className={styles.presets} role="group" aria-label="Presets">
      {isPair && (
        <Button size="s" isDisabled={isDisabled} onPress={() => editing.spreadAs([90, 10])}>
          90 / 10
        </Button>
      )}
      <Button size="s" isDisabled={isDisabled} onPress={() => editing.spreadAs(even)}>
        {isPair ? '50 / 50' : 'Evenly'}
      </Button>
      {isPair && (
        <Button size="s" isDisabled={isDisabled} onPress={editing.swapTwo}>
          Swap
        </Button>
      )}
    </div>
  );
}

/** Makes a route with one destination a split over further subsets that exist. */
function Candidates({ split, editing, isDisabled }: ControlsProps & { readonly split: SplitDto }) {
  const taken = new Set(editing.current.targets.map(keyOf));
  const free = split.candidates.filter((candidate) => !taken.has(keyOf(candidate)));
  if (free.length === 0) return null;
  return (
    <div className={styles.presets} role="group" aria-label="Split with">
      <span className={styles.hint}>Everything goes to one version. Split with</span>
      {free.map((candidate) => (
        <Button
          key={keyOf(candidate)}
          size="s"
          isDisabled={isDisabled}
          onPress={() => editing.add(candidate)}
        >
          <Plus aria-hidden="true" />
          {targetName(candidate)}
        </Button>
      ))}
    </div>
  );
}

function barsOf(
  split: SplitDto,
  { current, isEdited }: SplitEditing,
  shares: readonly (number | null)[],
  observedOver: string,
): readonly ShareBar[] {
  const inOrder = (shareOf: (target: SplitDto['targets'][number]) => number | null) => {
    const known = new Map(split.targets.map((target) => [keyOf(target), shareOf(target)]));
    return current.targets.map((target) => known.get(keyOf(target)) ?? null);
  };
  return [
    {
      label: 'Configured',
      shares: inOrder(({ share }) => share),
      absent: SHARES_ABSENT.configured,
    },
    {
      label: `Observed, ${observedOver}`,
      shares: inOrder(({ observed }) => observed?.share ?? null),
      absent: SHARES_ABSENT.observed,
    },
    ...(isEdited ? [{ label: 'Your change', shares, absent: 'Nothing is sent anywhere' }] : []),
  ];
}

function targetsOf({ targets, candidates }: SplitDto, { current }: SplitEditing) {
  const known = new Map([...candidates, ...targets].map((target) => [keyOf(target), target]));
  return current.targets.flatMap((ref) => {
    const target = known.get(keyOf(ref));
    return target === undefined ? [absentTarget(ref)] : [target];
  });
}

/** A target of a draft that the split no longer has. */
function absentTarget(ref: SplitEditing['current']['targets'][number]) {
  return {
    ...ref,
    fqdn: ref.host,
    weight: null,
    share: null,
    labels: {},
    workloads: [],
    resolved: false,
  };
}
