'use client';

import { Lock, LockOpen } from 'lucide-react';
import { ToggleButton } from 'react-aria-components';
import { seriesClass } from '@/components/traffic/series-class';
import { targetName } from '@/components/traffic/split-draft';
import type { SplitEditing } from '@/components/traffic/use-split-draft';
import { WeightSlider } from '@/components/traffic/weight-slider';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { NumberField } from '@/components/ui/text-field';
import type { SplitDto } from '@/lib/contract/splits';
import { formatMs, formatPerSecond, formatRate, formatRatio } from '@/lib/domain/format';
import { percentStep } from '@/lib/domain/weights';
import styles from './target-row.module.css';

type Target = SplitDto['candidates'][number] &
  Partial<Pick<SplitDto['targets'][number], 'observed'>>;

interface TargetRowProps {
  readonly split: SplitDto;
  readonly target: Target;
  readonly index: number;
  /** 0..1; null when the choice sends nothing anywhere. */
  readonly share: number | null;
  readonly editing: SplitEditing;
  readonly isDisabled: boolean;
}

/** One target: what it is, how much it shall get, and how it fares. */
export function TargetRow({ split, target, index, share, editing, isDisabled }: TargetRowProps) {
  const { current, locked } = editing;
  const name = targetName(target);
  const percent = (share ?? 0) * 100;
  const isAlone = current.targets.length === 1;
  const isLocked = locked.has(index);
  const LockIcon = isLocked ? Lock : LockOpen;
  const isFixed = isDisabled || isAlone || isLocked;
  return (
    <li className={styles.row} aria-label={name}>
      <div className={styles.name}>
        <span className={cx(styles.swatch, seriesClass(index))} aria-hidden="true" />
        <span className={styles.names}>
          <strong>{name}</strong>
          <span className={styles.workloads}>{describe(target)}</span>
        </span>
      </div>
      <div className={cx(styles.slider, seriesClass(index))}>
        <WeightSlider
          label={`Share of ${name}`}
          percent={percent}
          observed={target.observed?.share ?? null}
          isDisabled={isFixed}
          weights={current.weights}
          onMove={(value, from) => editing.move(index, value, from)}
        />
      </div>
      <PercentField
        name={name}
        percent={percent}
        step={percentStep(current.weights, split.arithmetic)}
        isDisabled={isFixed}
        onMove={(value) => editing.move(index, value)}
      />
      <div className={styles.buttons}>
        <ToggleButton
          aria-label={`Lock ${name}`}
          isSelected={isLocked}
          isDisabled={isDisabled || isAlone}
          onChange={(lock) => editing.setLocked(index, lock)}
          className={cx(styles.lock)}
        >
          <LockIcon aria-hidden="true" />
        </ToggleButton>
        <Button
          size="s"
          variant="quiet"
          isDisabled={isDisabled || isAlone || share === 1}
          aria-label={`Send everything to ${name}`}
          onPress={() => editing.sendAllTo(index)}
        >
          All
        </Button>
      </div>
      <Figures target={target} protocol={split.protocol} />
    </li>
  );
}

interface PercentFieldProps {
  readonly name: string;
  readonly percent: number;
  readonly step: number;
  readonly isDisabled: boolean;
  readonly onMove: (percent: number) => void;
}

function PercentField({ name, percent, step, isDisabled, onMove }: PercentFieldProps) {
  // What is shown is rounded; leaving the field as it is must not move anything.
  const shown = Number(percent.toFixed(2));
  const isOnGrid = Math.abs(shown / step - Math.round(shown / step)) < 1e-6;
  return (
    <div className={styles.number}>
      <NumberField
        label={`Percent of ${name}`}
        hideLabel
        value={shown}
        minValue={0}
        maxValue={100}
        {...(isOnGrid ? { step } : {})}
        suffix="%"
        isDisabled={isDisabled}
        onChange={(value) => {
          if (value !== shown) onMove(value);
        }}
      />
    </div>
  );
}

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly isBad?: boolean;
}

interface FiguresProps {
  readonly target: Target;
  readonly protocol: SplitDto['protocol'];
}

/** How a target fares, over the observed window. What is not HTTP is counted in connections. */
function Figures({ target: { observed }, protocol }: FiguresProps) {
  const share = { label: 'Observed', value: formatRatio(observed?.share) };
  const isStream = protocol === 'tcp' || protocol === 'tls';
  const figures = isStream
    ? [share, { label: 'New connections', value: formatPerSecond(observed?.requestRate) }]
    : [
        share,
        { label: 'Rate', value: formatRate(observed?.requestRate) },
        {
          label: 'Errors',
          value: formatRatio(observed?.errorRatio),
          isBad: (observed?.errorRatio ?? 0) >= 0.01,
        },
        { label: 'p95', value: formatMs(observed?.p95Ms) },
      ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ label, value, isBad = false }: Figure) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={cx(isBad && styles.bad)}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function describe({ host, workloads, labels, resolved }: Target): string {
  if (!resolved) return `${host}: not found`;
  if (workloads.length > 0) return workloads.join(', ');
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return selector.length > 0 ? selector.join(', ') : host;
}
