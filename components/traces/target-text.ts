import type { TracesTarget } from '@/lib/contract/traces-url';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';

/** What is searched, in words: `productpage → reviews`. */
export function targetText({ by, value }: TracesTarget): string {
  if (by === 'service') return value;
  if (by === 'node') return nodeText(value);
  const edge = parseEdgeId(value);
  return edge === null ? value : `${nodeText(edge.source)} → ${nodeText(edge.target)}`;
}

function nodeText(id: string): string {
  const node = parseNodeId(id);
  if (node === null) return id;
  return node.namespace === '' ? node.name : `${node.name}.${node.namespace}`;
}
