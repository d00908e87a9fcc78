import { EdgePanel } from '@/components/graph/edge-panel';
import { BoxPanel, FoldedEdgePanel } from '@/components/graph/group-panel';
import { NodePanel } from '@/components/graph/node-panel';
import type { Graph } from '@/lib/contract/graph';
import type { View } from '@/lib/contract/view-url';
import type { DisplayGraph } from '@/lib/viz/graph/fold';

interface SelectionProps {
  readonly graph: Graph;
  readonly display: DisplayGraph;
  readonly id: string;
  readonly focus: string;
  readonly view: View;
  readonly onSelect: (id: string) => void;
  readonly onFocus: (id: string) => void;
  readonly onToggleBox: (id: string) => void;
}

/** The panel of what is selected; nothing when that is not in the graph. */
export function Selection(props: SelectionProps) {
  const { graph, id, focus, view, onSelect, onFocus } = props;
  const nodeOf = (nodeId: string) => graph.nodes.find((node) => node.id === nodeId);
  const node = nodeOf(id);
  if (node !== undefined) {
    const isFocus = focus === id;
    return <NodePanel {...{ graph, node, view, isFocus, onSelect, onFocus }} />;
  }
  const edge = graph.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return <FoldedSelection {...props} />;
  const [source, target] = [nodeOf(edge.source), nodeOf(edge.target)];
  if (source === undefined || target === undefined) return null;
  return <EdgePanel {...{ graph, edge, source, target, view, onSelect }} />;
}

/** The panel of a closed namespace, or of the calls to or from one. */
function FoldedSelection({ graph, display, id, onSelect, onToggleBox }: SelectionProps) {
  const box = display.nodes.find((candidate) => candidate.id === id);
  if (box !== undefined) return <BoxPanel {...{ graph, box, onSelect, onToggleBox }} />;
  const edge = display.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return null;
  const titleOf = (nodeId: string) =>
    display.nodes.find((candidate) => candidate.id === nodeId)?.title ?? '';
  return <FoldedEdgePanel {...{ graph, edge, titleOf, onSelect }} />;
}
