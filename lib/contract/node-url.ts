import { namespaceName } from '@/lib/contract/common';
import { readWord, writeParams, type PageCodec } from '@/lib/contract/page-codec';

export const NODE_TABS = [
  'signals',
  'traffic',
  'resilience',
  'routing',
  'pods',
  'configuration',
] as const;
export const DIRECTIONS = ['inbound', 'outbound'] as const;
/** How much time the charts show. The window of the view is over what a rate is taken. */
export const CHART_RANGES = ['30m', '1h', '3h', '6h', '24h'] as const;

export type NodeTab = (typeof NODE_TABS)[number];
export type ChartRange = (typeof CHART_RANGES)[number];

export interface NodePage {
  readonly tab: NodeTab;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly range: ChartRange;
}

export const nodeCodec: PageCodec<NodePage> = {
  keys: ['tab', 'direction', 'range'],
  read: (params) => ({
    tab: readWord(params, 'tab', NODE_TABS),
    direction: readWord(params, 'direction', DIRECTIONS),
    range: readWord(params, 'range', CHART_RANGES),
  }),
  write: ({ tab, direction, range }) =>
    writeParams([
      ['tab', tab, 'signals'],
      ['direction', direction, 'inbound'],
      ['range', range, '30m'],
    ]),
};

const HOUR = 3600;

/** The seconds that a range covers. */
export const RANGE_SECONDS: Readonly<Record<ChartRange, number>> = {
  '30m': HOUR / 2,
  '1h': HOUR,
  '3h': 3 * HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
};

/** Names of services and workloads are DNS names; a few letters more are let through for VMs. */
const NODE_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,251}[A-Za-z0-9])?$/;

/** The namespace and name in the path of a page, decoded; null when they cannot be those of a node. */
export function readNodePath(path: {
  readonly namespace: string;
  readonly name: string;
}): { readonly namespace: string; readonly name: string } | null {
  const [namespace, name] = [decoded(path.namespace), decoded(path.name)];
  if (!namespaceName.safeParse(namespace).success || !NODE_NAME.test(name)) return null;
  return { namespace, name };
}

/** The text behind percent-encoding; empty when the encoding is broken. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
