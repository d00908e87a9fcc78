import { Maximize, Minus, Plus, Wand } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import styles from './graph-stage.module.css';

interface StageControlsProps {
  readonly zoom: number;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onArrange: () => void;
}

const STEP = 1.35;

/** Buttons over a corner of the stage. */
export function StageControls({ zoom, onZoom, onFit, onArrange }: StageControlsProps) {
  return (
    <div role="group" aria-label="View of the graph" className={styles.controls}>
      <IconButton label="Zoom in" size="s" onPress={() => onZoom(STEP)}>
        <Plus aria-hidden="true" />
      </IconButton>
      <span className={styles.zoom}>{`${String(Math.round(zoom * 100))}%`}</span>
      <IconButton label="Zoom out" size="s" onPress={() => onZoom(1 / STEP)}>
        <Minus aria-hidden="true" />
      </IconButton>
      <IconButton label="Show all" size="s" onPress={onFit}>
        <Maximize aria-hidden="true" />
      </IconButton>
      <IconButton label="Arrange again" size="s" onPress={onArrange}>
        <Wand aria-hidden="true" />
      </IconButton>
    </div>
  );
}
