'use client';

import { useRef } from 'react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { cx } from '@/components/ui/cx';
import type { Weights } from '@/lib/domain/weights';
import styles from './weight-slider.module.css';

interface WeightSliderProps {
  readonly label: string;
  /** 0..100. */
  readonly percent: number;
  /** What is observed, 0..1: a mark on the track; null for none. */
  readonly observed: number | null;
  readonly isDisabled: boolean;
  readonly weights: Weights;
  /** `from`: the weights when the drag began, so that going there and back changes nothing. */
  readonly onMove: (percent: number, from: Weights) => void;
}

/** The share of one target. Arrows move it by 1, page keys by 10, Home and End all the way. */
export function WeightSlider({
  label,
  percent,
  observed,
  isDisabled,
  weights,
  onMove,
}: WeightSliderProps) {
  const start = useRef<Weights | null>(null);
  return (
    <Slider
      aria-label={label}
      minValue={0}
      maxValue={100}
      step={1}
      value={percent}
      isDisabled={isDisabled}
      formatOptions={{ style: 'unit', unit: 'percent' }}
      onChange={(value) => {
        start.current ??= weights;
        onMove(value, start.current);
      }}
      onChangeEnd={() => {
        start.current = null;
      }}
      className={cx(styles.slider)}
    >
      <SliderTrack className={cx(styles.track)}>
        {observed !== null && (
          <span
            aria-hidden="true"
            className={styles.observed}
            style={{ insetInlineStart: `${observed * 100}%` }}
          />
        )}
        <span aria-hidden="true" className={styles.fill} style={{ inlineSize: `${percent}%` }} />
        <SliderThumb className={cx(styles.thumb)} />
      </SliderTrack>
    </Slider>
  );
}
