import { performance } from 'node:perf_hooks';
import { graphlib, layout as dagreLayout } from '@dagrejs/dagre';
import { aLargeGraph } from '../../lib/testing/graph-fixture';
import { foldBoxes } from '../../lib/viz/graph/fold';
import { layoutGraph } from '../../lib/viz/graph/layout/layout';
import type { LayoutInput } from '../../lib/viz/graph/layout/problem';
import { layoutInputOf } from '../../lib/viz/graph/node-size';
import { atMost, median, milliseconds, ratio, type Row } from './report';

const SIZES = [
  { services: 300, edges: 900, namespaces: 15, mostMs: undefined },
  { services: 1000, edges: 3000, namespaces: 40, mostMs: 300 },
];
const RUNS = 5;

function inputOf({ services, edges, namespaces }: (typeof SIZES)[number]): LayoutInput {
  const graph = aLargeGraph({ services, edges, namespaces, seed: 3 });
  return layoutInputOf(foldBoxes(graph, () => false));
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function withDagre({ nodes, edges }: LayoutInput): void {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { id, source, target } of edges) graph.setEdge(source, target, {}, id);
  dagreLayout(graph);
}

/**
 * Our layout beside dagre's on the same graph. Dagre is given no boxes, which it finds harder
 * still; it runs once, since it takes long. Ours is the median of five, cold and from the places before.
 */
export function benchLayout(): Row[] {
  return SIZES.map((size) => {
    const input = inputOf(size);
    const cold = median(Array.from({ length: RUNS }, () => timed(() => layoutGraph(input))));
    const before = layoutGraph(input);
    const warm = median(
      Array.from({ length: RUNS }, () => timed(() => layoutGraph(input, before))),
    );
    const dagre = timed(() => withDagre(input));
    return {
      what: `layout of ${size.services} nodes, ${size.edges} edges`,
      ours: `${milliseconds(cold)} (again: ${milliseconds(warm)})`,
      beside: `dagre ${milliseconds(dagre)}`,
      ratio: ratio(cold / dagre),
      aim:
        size.mostMs === undefined
          ? { text: 'none' }
          : atMost(size.mostMs, cold, milliseconds(size.mostMs)),
    };
  });
}
