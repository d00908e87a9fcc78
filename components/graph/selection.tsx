import { EdgePanel } from '@/components/graph/edge-panel';
import { BoxPanel, FoldedEdgePanel } from '@/components/graph/group-panel';
import { NodePanel } from '@/components/graph/node-panel';
import type { GraphFindings } from '@/components/graph/use-graph-findings';
import type { Graph } from '@/lib/contract/graph';
import type { View } from '@/lib/contract/view-url';
import type { DisplayGraph } from '@/lib/viz/graph/fold';

interface SelectionProps {
  readonly graph: Graph;
  readonly display: DisplayGraph;
  readonly id: string;
  readonly focus: string;
  readonly view: View;
  readonly findings: GraphFindings;
  readonly onSelect: (id: string) => void;
  readonly onFocus: (id: string) => void;
  readonly onToggleBox: (id: string) => void;
}

/** The panel of what is selected; nothing when that is not in the graph. */
export function Selection(props: SelectionProps) {
  const { graph, id, focus, view, findings, onSelect, onFocus } = props;
  const nodeOf = (nodeId: string) => graph.nodes.find((node) => node.id === nodeId);
  const node = nodeOf(id);
  if (node !== undefined) {
    const isFocus = focus === id;
    const found = findings.ofNode(node);
    return <NodePanel {...{ graph, node, view, isFocus, found, onSelect, onFocus }} />;
  }
  const edge = graph.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return <FoldedSelection {...props} />;
  const [source, target] = [nodeOf(edge.source), nodeOf(edge.target)];
  if (source === undefined || target === undefined) return null;
  return <EdgePanel {...{ graph, edge, source, target, view, onSelect }} />;
}

/** The panel of a closed namespace, or of the calls to or from one. */
function FoldedSelection(props: SelectionProps) {
  const { graph, display, id, view, findings, onSelect, onToggleBox } = props;
  const box = display.nodes.find((candidate) => candidate.id === id);
  if (box !== undefined) {
    const [member] = box.members;
    const namespace = graph.nodes.find((node) => node.id === member)?.namespace ?? '';
    const found = findings.ofNamespace(namespace);
    return <BoxPanel {...{ graph, box, namespace, found, view, onSelect, onToggleBox }} />;
  }
  const edge = display.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return null;
  const titleOf = (nodeId: string) =>
    display.nodes.find((candidate) => candidate.id === nodeId)?.title ?? '';
  return <FoldedEdgePanel {...{ graph, edge, titleOf, onSelect }} />;
}
