'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { HealthMark } from '@/components/ui/health-mark';
import { countedFindings } from '@/lib/domain/finding-counts';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import type { DisplayEdge, DisplayNode } from '@/lib/viz/graph/fold';
import type { Hit, Scene } from '@/lib/viz/graph/scene';
import { KIND_WORDS } from '@/components/graph/words';
import styles from './hover-card.module.css';

interface HoverCardProps {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly scene: Scene;
  readonly hit: Hit | null;
}

const OFFSET = 14;

/** The figures of what the pointer rests on, beside the pointer. Everything in it is in the list. */
export function HoverCard({ host, scene, hit }: HoverCardProps) {
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const follow = (event: PointerEvent) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      const own = card.current;
      if (own === null) return;
      const right = x + OFFSET + own.offsetWidth > width;
      const below = y + OFFSET + own.offsetHeight > height;
      const cardX = right ? Math.max(0, x - OFFSET - own.offsetWidth) : x + OFFSET;
      const cardY = below ? Math.max(0, y - OFFSET - own.offsetHeight) : y + OFFSET;
      own.style.transform = `translate(${String(cardX)}px, ${String(cardY)}px)`;
    };
    element.addEventListener('pointermove', follow);
    return () => element.removeEventListener('pointermove', follow);
  }, [host]);

  const node = hit === null ? undefined : scene.nodes[scene.nodeIndex.get(hit.id) ?? -1]?.node;
  const edge = hit === null ? undefined : scene.edges[scene.edgeIndex.get(hit.id) ?? -1]?.edge;
  return (
    <div ref={card} className={styles.card} aria-hidden="true" hidden={!node && !edge}>
      {node !== undefined && <NodeFacts node={node} />}
      {edge !== undefined && <EdgeFacts edge={edge} scene={scene} />}
    </div>
  );
}

function NodeFacts({ node }: { readonly node: DisplayNode }) {
  return (
    <>
      <p className={styles.title}>{node.title}</p>
      <p className={styles.kind}>
        {KIND_WORDS[node.kind]}
        {node.version !== undefined && ` · ${node.version}`}
      </p>
      <HealthMark status={node.status} withText />
      {node.trouble !== undefined && (
        <p>{`${countedFindings(node.trouble)} in its configuration`}</p>
      )}
      <Figures {...node} />
    </>
  );
}

function EdgeFacts({ edge, scene }: { readonly edge: DisplayEdge; readonly scene: Scene }) {
  const titleOf = (id: string) => scene.nodes[scene.nodeIndex.get(id) ?? -1]?.node.title ?? '';
  return (
    <>
      <p className={styles.title}>{`${titleOf(edge.source)} → ${titleOf(edge.target)}`}</p>
      {edge.members.length > 1 && (
        <p className={styles.kind}>{`${String(edge.members.length)} calls together`}</p>
      )}
      <HealthMark status={edge.status} withText />
      <Figures {...edge} />
    </>
  );
}

interface FiguresProps {
  readonly requestRate?: number | undefined;
  readonly errorRatio?: number | null | undefined;
  readonly p95Ms?: number | undefined;
  readonly mtlsShare?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
}

function Figures({ requestRate, errorRatio, p95Ms, mtlsShare, bytesPerSecond }: FiguresProps) {
  const rows = [
    ['Requests', requestRate === undefined ? null : formatRate(requestRate)],
    ['Errors', errorRatio === undefined ? null : formatRatio(errorRatio)],
    ['p95', p95Ms === undefined ? null : formatMs(p95Ms)],
    ['Throughput', bytesPerSecond === undefined ? null : formatBytesPerSecond(bytesPerSecond)],
    ['mTLS', mtlsShare === undefined ? null : formatRatio(mtlsShare)],
  ] as const;
  return (
    <dl className={styles.figures}>
      {rows.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
