'use client';

import { useEffect, useEffectEvent, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Picture } from '@/components/graph/graph-sheets';
import { HoverCard } from '@/components/graph/hover-card';
import { StageControls } from '@/components/graph/stage-controls';
import { useStageInput } from '@/components/graph/use-stage-input';
import { useStage } from '@/components/graph/use-stage';
import { loneLabel, type LabelChoice } from '@/lib/viz/graph/labels';
import { edgesLeftOut, type Emphasis } from '@/lib/viz/graph/paint';
import { neighbourhoodOf, type Hit, type Scene } from '@/lib/viz/graph/scene';
import { firstView } from '@/lib/viz/graph/transform';
import styles from './graph-stage.module.css';

interface GraphStageProps {
  readonly picture: Picture;
  readonly labelChoice: LabelChoice;
  /** When it changes, the whole graph is fitted into view. */
  readonly arrangement: string;
  /** Whether all of the graph is shown at first and after every change of size, even where names are too small. */
  readonly isWhole?: boolean;
  readonly selected: string;
  /** Ids that were searched for and found; null when nothing is searched. */
  readonly found: ReadonlySet<string> | null;
  readonly onSelect: (id: string) => void;
  readonly onToggleBox: (id: string) => void;
  readonly onMove: (id: string, dx: number, dy: number) => void;
  readonly onArrange: () => void;
  /** Notes over the lower edge. */
  readonly notes?: ReactNode;
}

/**
 * The drawn graph with all that moves it. A canvas is closed to assistive technology: the list of
 * the same things stands beside it.
 */
export function GraphStage(props: GraphStageProps) {
  const { picture, labelChoice, arrangement, isWhole = false, selected, found } = props;
  const { scene } = picture;
  const host = useRef<HTMLDivElement>(null);
  const stage = useStage(host);
  const [hovered, setHovered] = useState<Hit | null>(null);
  const pressed = useRef('');
  const { canvas, size } = stage;

  useEffect(() => canvas?.setPicture(picture), [canvas, picture]);
  const emphasis = useMemo(
    () => emphasisOf(scene, hovered, found, selected, labelChoice),
    [scene, hovered, found, selected, labelChoice],
  );
  useEffect(() => canvas?.setEmphasis(emphasis), [canvas, emphasis]);

  const showFirst = useEffectEvent(() => {
    if (isWhole) {
      stage.fit(scene.bounds);
      return;
    }
    const [worst] = scene.edges.slice(-1).flatMap(({ edge }) => rectOf(scene, edge.target) ?? []);
    const nodeCount = scene.nodes.length;
    const transform = firstView(scene.bounds, size, { nodeCount, worst });
    stage.dispatch({ type: 'show', transform });
  });
  const isSized = size.width > 0;
  const fittedTo = isWhole ? `${size.width} ${size.height}` : '';
  useEffect(() => {
    if (isSized && canvas !== null) showFirst();
  }, [arrangement, isSized, canvas, fittedTo]);

  const reveal = useEffectEvent((id: string) => {
    const rect = rectOf(scene, id);
    if (rect !== undefined && pressed.current !== id) stage.reveal(rect);
    pressed.current = '';
  });
  const isPlaced = rectOf(scene, selected) !== undefined;
  useEffect(() => {
    if (isSized && isPlaced) reveal(selected);
  }, [selected, isSized, isPlaced]);

  const input = useStageInput({
    host,
    stage,
    scene,
    selected,
    onHover: setHovered,
    onPress: (hit) => {
      if (hit?.kind === 'box') {
        props.onToggleBox(hit.id);
        return;
      }
      pressed.current = hit?.id ?? '';
      props.onSelect(hit?.id ?? '');
    },
    onWalk: props.onSelect,
    onMove: props.onMove,
  });
  const leftOut = edgesLeftOut(scene, stage.zoom);

  return (
    <div className={styles.frame}>
      <div
        ref={host}
        role="application"
        aria-label="Service graph, drawn. The list of nodes and calls says the same in words."
        aria-describedby="graph-keys"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is walked by keys
        tabIndex={0}
        className={styles.stage}
        {...input}
      />
      <p id="graph-keys" className="visually-hidden">
        Arrow keys move the view; with a node selected they walk to its callers and callees. Plus
        and minus zoom, 0 shows all, Escape clears the selection.
      </p>
      <HoverCard host={host} scene={scene} hit={hovered} />
      <div className={styles.notes}>
        {leftOut > 0 && (
          <p className={styles.note}>
            {`Without the ${String(leftOut)} quietest of ${String(scene.edges.length)} calls. Point at a node to see all of its own.`}
          </p>
        )}
        {props.notes}
      </div>
      <StageControls
        zoom={stage.zoom}
        onZoom={stage.zoomBy}
        onFit={() => stage.fit(scene.bounds)}
        onArrange={props.onArrange}
      />
    </div>
  );
}

function rectOf(scene: Scene, id: string) {
  const node = scene.nodes[scene.nodeIndex.get(id) ?? -1];
  if (node !== undefined) return node;
  const edge = scene.edges[scene.edgeIndex.get(id) ?? -1];
  return edge && scene.nodes[scene.nodeIndex.get(edge.edge.source) ?? -1];
}

function emphasisOf(
  scene: Scene,
  hovered: Hit | null,
  found: ReadonlySet<string> | null,
  selected: string,
  labelChoice: LabelChoice,
): Emphasis | null {
  const pointed = hovered === null || hovered.kind === 'box' ? null : hovered.id;
  if (pointed === null && found === null && selected === '') return null;
  const bright = pointed === null ? found : neighbourhoodOf(scene, pointed);
  const labelled = pointed ?? selected;
  const label = loneLabel(scene, labelled, labelChoice);
  return { bright, selected, extraLabels: new Map(label === null ? [] : [[labelled, label]]) };
}
