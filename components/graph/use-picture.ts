'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Picture } from '@/components/graph/graph-sheets';
import { readMoves, writeMoves } from '@/components/graph/moves-storage';
import { readTheme, watchTheme } from '@/components/graph/read-theme';
import { useGraphLayout } from '@/components/graph/use-graph-layout';
import type { DisplayGraph } from '@/lib/viz/graph/fold';
import { placeLabels, type LabelChoice } from '@/lib/viz/graph/labels';
import { applyMoves, type Moves } from '@/lib/viz/graph/layout/reuse';
import type { GraphTheme } from '@/lib/viz/graph/pen';
import { buildScene } from '@/lib/viz/graph/scene';

interface PictureState {
  readonly picture: Picture | null;
  readonly move: (id: string, dx: number, dy: number) => void;
  /** Lays out anew, and forgets what was moved by hand. */
  readonly arrange: () => void;
  /** Names the arrangement: it changes when everything gets a new place. */
  readonly arrangement: string;
}

/** Turns what is to be drawn into a picture. `key` names what the places belong to. */
export function usePicture(display: DisplayGraph, label: LabelChoice, key: string): PictureState {
  const [round, setRound] = useState(0);
  const arrangement = `${key}#${String(round)}`;
  const laidOut = useGraphLayout(display, arrangement);
  const { moves, setMoves } = useMoves(key);
  const theme = useGraphTheme();

  const scene = useMemo(
    () => laidOut && buildScene(laidOut.display, applyMoves(laidOut.layout, moves)),
    [laidOut, moves],
  );
  const labels = useMemo(() => scene && placeLabels(scene, label), [scene, label]);
  const picture = useMemo(
    () => (scene && labels && theme ? { scene, labels, theme } : null),
    [scene, labels, theme],
  );

  const move = (id: string, dx: number, dy: number) => {
    const node = scene?.nodes[scene.nodeIndex.get(id) ?? -1];
    if (node === undefined) return;
    setMoves((now) => {
      const from = now.get(id) ?? node;
      return new Map(now).set(id, { x: from.x + dx, y: from.y + dy });
    });
  };
  const arrange = () => {
    setMoves(() => new Map());
    setRound(round + 1);
  };
  return { picture, move, arrange, arrangement: laidOut === null ? '' : arrangement };
}

function useMoves(key: string) {
  const [stored, setStored] = useState<{ readonly key: string; readonly moves: Moves }>();
  const moves = useMemo(() => (stored?.key === key ? stored.moves : readMoves(key)), [stored, key]);
  const setMoves = useCallback(
    (change: (now: Moves) => Moves) => {
      setStored((now) => {
        const next = change(now?.key === key ? now.moves : readMoves(key));
        writeMoves(key, next);
        return { key, moves: next };
      });
    },
    [key],
  );
  return { moves, setMoves };
}

function useGraphTheme(): GraphTheme | null {
  const [theme, setTheme] = useState<GraphTheme | null>(null);
  useEffect(() => {
    const read = () => setTheme(readTheme(document.documentElement));
    read();
    return watchTheme(read);
  }, []);
  return theme;
}
