import 'server-only';
import type { SignalsQuery } from '@/lib/contract/queries';
import type { Panel, Series, SignalsAnswer } from '@/lib/contract/signals';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import { groupBy } from '@/lib/domain/group-by';
import type { MeshAdapter, NamedQuery, PanelQuery, SeriesTarget } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { ProblemError, sayUpstreamFailure } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceFrom } from '@/lib/server/sources';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { runRanges, type RangeRun } from '@/lib/server/telemetry/run-ranges';
import { toldAs } from '@/lib/server/telemetry/told-as';
import { noPrometheus } from '@/lib/server/use-cases/load-graph';
import { rangeOf, rateWindowOf } from '@/lib/server/use-cases/signals-range';

/** A chart stays current by this much. */
const TTL_MS = 5000;

/** Lines in one chart; more could not be told apart. */
const MAX_SERIES = 50;

/**
 * The golden signals of a node or an edge over time.
 *
 * @throws ProblemError `forbidden` when it is not in a namespace that the person may read; `not-configured`
 *   without a Prometheus; UpstreamError when no query succeeds. A panel whose query fails says so itself.
 */
export async function loadSignals(
  rt: Runtime,
  identity: Identity,
  query: SignalsQuery,
  signal: AbortSignal,
): Promise<SignalsAnswer> {
  const { prometheus, caches, now, dataNow } = rt;
  if (prometheus === null) throw noPrometheus();
  const target = targetOf(query);
  assertReadable(target, await scopeFor(rt, identity, signal));

  const range = rangeOf(query, dataNow());
  const rateWindow = rateWindowOf(range);
  const moment = { atMs: range.toMs, pinned: query.to !== undefined };
  const options = { prometheus, meshes: rt.meshes, caches };
  const present = await presentMeshes(options, moment, (range.toMs - range.fromMs) / 1000, signal);
  const panels = panelsOf(present, await asTold(rt, present, target, signal), rateWindow);
  const named = panels.flatMap((panel) => namedQueries(panel));
  const { fromMs, toMs, stepSeconds } = range;
  const key = JSON.stringify([named.map(({ promql }) => promql), fromMs, toMs, stepSeconds]);
  const answer = await caches.ranges.get(key, TTL_MS, signal, (shared) =>
    runRanges(prometheus, named, range, shared),
  );
  const run = answer.value;
  return {
    target: target.kind === 'node' ? target.node : target.edge,
    direction: query.direction,
    from: fromMs / 1000,
    to: toMs / 1000,
    stepSeconds,
    panels: tellingPanels(panels.map((panel) => toPanel(panel, run))),
    sources: [sourceFrom('prometheus', answer, now(), run.failures.size > 0)],
    warnings: [...run.warnings],
  };
}

/** The target as the meshes tell of it; with one mesh, that is what it is. */
async function asTold(
  rt: Runtime,
  present: readonly MeshAdapter[],
  target: SeriesTarget,
  signal: AbortSignal,
): Promise<SeriesTarget> {
  if (target.kind !== 'edge' || present.length < 2) return target;
  return { kind: 'edge', edge: await toldAs(rt, target.edge, signal) };
}

function targetOf({ node, edge, direction }: SignalsQuery): SeriesTarget {
  if (node !== undefined) return { kind: 'node', node, direction };
  return { kind: 'edge', edge: edge ?? '' };
}

/** A node must be in a readable namespace; of an edge, neither end may be outside of one. */
function assertReadable(target: SeriesTarget, scope: Scope): void {
  const ends =
    target.kind === 'node'
      ? [target.node]
      : [parseEdgeId(target.edge)?.source ?? '', parseEdgeId(target.edge)?.target ?? ''];
  const namespaces = ends.map((id) => parseNodeId(id)?.namespace ?? '');
  const hidden = namespaces.some((name) => name !== '' && !mayRead(scope, name));
  const known = namespaces.some((name) => name !== '' && mayRead(scope, name));
  if (!hidden && (known || scope.all)) return;
  throw new ProblemError('forbidden', { detail: 'It is not in a namespace that you may read.' });
}

/** A panel as one mesh would fill it. */
interface MeshPanel extends PanelQuery {
  readonly mesh: string;
}

/** The panels of all meshes that report; equal ones (saturation is the same for all) once. */
function panelsOf(
  meshes: readonly MeshAdapter[],
  target: SeriesTarget,
  rateWindow: number,
): MeshPanel[] {
  const panels = meshes.flatMap((mesh) =>
    mesh.panels(target, rateWindow).map((panel) => ({ ...panel, mesh: mesh.id })),
  );
  const textOf = ({ id, queries }: PanelQuery) =>
    JSON.stringify([id, queries.map(({ promql }) => promql)]);
  const texts = panels.map(textOf);
  return panels.filter((_, i) => texts.indexOf(texts[i] ?? '') === i);
}

/** Of each kind of panel the first that has anything to show, else the first; in order of first mention. */
function tellingPanels(panels: readonly Panel[]): Panel[] {
  return [...groupBy(panels, ({ id }) => id).values()].flatMap(
    (same) => same.find(({ missing }) => missing === null) ?? same[0] ?? [],
  );
}

function namedQueries(panel: MeshPanel): NamedQuery[] {
  return panel.queries.map(({ promql }, index) => ({ key: keyOf(panel, index), promql }));
}

function keyOf({ mesh, id }: MeshPanel, index: number): string {
  return `${mesh} ${id} ${index}`;
}

function toPanel(panel: MeshPanel, { answers, failures }: RangeRun): Panel {
  const { id, unit, queries } = panel;
  const series = queries.flatMap(({ nameOf }, index): Series[] =>
    (answers.get(keyOf(panel, index)) ?? []).map(({ labels, points }) => ({
      name: nameOf(labels),
      points: points.map(([at, value]) => [at, value]),
    })),
  );
  const shown = series.filter(({ points }) => points.some(([, value]) => value !== null));
  const failure = queries
    .map((_, index) => failures.get(keyOf(panel, index)))
    .find((error) => error !== undefined);
  return {
    id,
    unit,
    series: shown.slice(0, MAX_SERIES),
    queries: queries.map(({ promql }) => promql),
    missing: shown.length > 0 ? null : missingBecause(failure),
  };
}

function missingBecause(failure: Parameters<typeof sayUpstreamFailure>[0] | undefined): string {
  if (failure !== undefined) return sayUpstreamFailure(failure);
  return 'Prometheus has no samples of this in the range.';
}
