import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import {
  countBy,
  extracted,
  or,
  selector,
  withPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { SeriesTarget } from '@/lib/mesh/adapter';
import { ofNamespace, ofWorkload, placed } from '@/lib/mesh/envoy/placed';
import { rateOf, type Counter } from '@/lib/mesh/envoy/rates';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';

/** Rates of one counter, of the clusters or listeners that a chart is about. */
export type RateOf = (counter: Counter, matchers?: readonly Matcher[]) => PromQl;

/** What a chart is about. */
export interface Selection {
  /** Of clusters: of the caller's proxy, or of the server's. */
  readonly clusters?: RateOf | undefined;
  /** Of listeners that only callers outside of the mesh use. A gateway has no application to count for. */
  readonly listeners?: RateOf | undefined;
  /** Of listeners that take plain text, as TCP. */
  readonly plaintext?: RateOf | undefined;
}

type Node = NonNullable<ReturnType<typeof parseNodeId>>;

/** Finds what counts for a chart; null when nothing does, or its id is not one of ours. */
export function selectionOf(
  vocabulary: EnvoyVocabulary,
  target: SeriesTarget,
  window: number,
): Selection | null {
  if (target.kind === 'node') {
    const node = parseNodeId(target.node);
    return node === null ? null : nodeSelection(vocabulary, node, target.direction, window);
  }
  const edge = parseEdgeId(target.edge);
  const source = edge === null ? null : parseNodeId(edge.source);
  const callee = edge === null ? null : parseNodeId(edge.target);
  if (source === null || callee === null) return null;
  return edgeSelection(vocabulary, source, callee, window);
}

function nodeSelection(
  vocabulary: EnvoyVocabulary,
  node: Node,
  direction: 'inbound' | 'outbound',
  window: number,
): Selection | null {
  const { inbound, outbound, gateways } = vocabulary;
  if (node.kind === 'external') {
    const leading = direction === 'inbound' ? vocabulary.leadingTo(node.name) : null;
    return leading === null ? null : { clusters: anyOf([leading], window) };
  }
  const proxies = proxiesOf(vocabulary, node);
  if (proxies === null) return null;
  const of = (matchers: readonly Matcher[]) =>
    anyOf(
      proxies.map((each) => [...each, ...matchers]),
      window,
    );
  if (direction === 'outbound') return { clusters: of(outbound.matchers) };
  return { clusters: of(inbound), listeners: gateways === null ? undefined : of(gateways) };
}

/** A caller without a proxy is seen where its calls arrive: at listeners that only such callers use. */
function outsideSelection(
  vocabulary: EnvoyVocabulary,
  target: Node,
  window: number,
): Selection | null {
  const { gateways, plaintext } = vocabulary;
  const proxies = proxiesOf(vocabulary, target);
  if (proxies === null || (gateways ?? plaintext) === null) return null;
  const of = (matchers: readonly Matcher[] | null) =>
    matchers === null
      ? undefined
      : anyOf(
          proxies.map((each) => [...each, ...matchers]),
          window,
        );
  return { listeners: of(gateways), plaintext: of(plaintext) };
}

function edgeSelection(
  vocabulary: EnvoyVocabulary,
  source: Node,
  target: Node,
  window: number,
): Selection | null {
  if (source.kind === 'unknown') return outsideSelection(vocabulary, target, window);
  const callers = proxiesOf(vocabulary, source);
  if (callers === null) return null;
  if (target.kind === 'external') {
    const leading = vocabulary.leadingTo(target.name);
    return leading === null
      ? null
      : {
          clusters: anyOf(
            callers.map((each) => [...each, ...leading]),
            window,
          ),
        };
  }
  const callees = proxiesOf(vocabulary, target);
  if (callees === null) return null;
  const all = anyOf(
    callers.map((each) => [...each, ...vocabulary.outbound.matchers]),
    window,
  );
  return {
    clusters: (counter, matchers) => reaching(vocabulary, target, callees, all(counter, matchers)),
  };
}

/** Of calls to anywhere, those whose cluster leads to some proxies. */
function reaching(
  { proxies, outbound, asDestinations }: EnvoyVocabulary,
  { kind }: Node,
  callees: readonly (readonly Matcher[])[],
  calls: PromQl,
): PromQl {
  const series = unionOf(
    callees.map((each) => selector(proxies.metric, [...proxies.matchers, ...each])),
  );
  const { subsetLabel } = outbound;
  const called = (by: readonly string[], of: PromQl) =>
    asDestinations(countBy([...proxies.labels, ...by], of));
  if (kind !== 'workload' || subsetLabel === undefined) {
    const { join } = outbound;
    const whole = outbound.labels.filter((label) => label !== subsetLabel);
    const [labels, of] = join === undefined ? [whole, calls] : [join.labels, join.ofCalls(calls)];
    return withPartner(labels, of, called([], series));
  }
  // As in the graph: a subset is known by the version of the pods, or by the end of their workload's name.
  const byName = extracted(placed(series), 'version', 'workload', '.*-([^-]+)');
  const destinations = or(
    called(['version'], series),
    called(['version'], byName),
    called([], series),
  );
  return withPartner(outbound.labels, calls, destinations);
}

function proxiesOf(
  { ownedBy }: EnvoyVocabulary,
  { kind, namespace, name }: Node,
): readonly (readonly Matcher[])[] | null {
  if (kind === 'workload') return ofWorkload(namespace, name);
  if (kind === 'external' || kind === 'unknown') return null;
  const owned = ownedBy(name);
  return owned === null ? null : ofNamespace(namespace, owned);
}

function anyOf(selected: readonly (readonly Matcher[])[], window: number): RateOf {
  return (counter, matchers = []) =>
    unionOf(selected.map((each) => rateOf(counter, [...each, ...matchers], window)));
}

function unionOf(parts: readonly PromQl[]): PromQl {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('a union of nothing');
  return others.length === 0 ? first : or(first, ...others);
}
