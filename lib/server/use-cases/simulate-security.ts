import 'server-only';
import type { Simulated, SimulatedEffect, SimulationDto } from '@/lib/contract/security';
import type { Decision, DraftedPolicy, PolicyDraft } from '@/lib/domain/policy';
import { objectNamed } from '@/lib/mesh/object-refs';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { kindsOf } from '@/lib/server/objects/load-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { judgeEdge, type CallPart, type JudgedEdge } from '@/lib/server/security/judge-edge';
import { loadWorld, type LoadedWorld } from '@/lib/server/security/load-world';
import { kindOf, overlayStore } from '@/lib/server/security/overlay-store';
import { readYaml } from '@/lib/server/security/read-yaml';
import { amountsOf, toDraft, toEnd } from '@/lib/server/security/security-dto';
import { securityWorld } from '@/lib/server/security/security-world';

/**
 * Who would be cut off if a namespace took mutual TLS alone, or if objects were applied: the calls of the last
 * hours are judged with and without them. Nothing is written.
 *
 * @throws ProblemError `forbidden` for namespaces that the person may not read; `invalid-request` for objects
 *   that are none, or of a kind that decides nothing.
 */
export async function simulateSecurity(
  rt: Runtime,
  identity: Identity,
  { window, what }: SimulationDto,
  signal: AbortSignal,
): Promise<Simulated> {
  const loaded = await loadWorld(rt, identity, { windowSeconds: window }, signal);
  const draft =
    what.kind === 'strict'
      ? tighten(rt, loaded, what.namespace)
      : { objects: typed(rt, loaded, what.yaml), notes: [] };
  const after = securityWorld(
    rt.meshes,
    overlayStore(loaded.store, draft.objects),
    loaded.telemetry,
  );
  const changes = loaded.world.edges.flatMap((edge) => {
    const [now, then] = [judgeEdge(loaded.world, edge), judgeEdge(after, edge)];
    return now === null || then === null ? [] : [changeOf(now, then)];
  });
  const of = (kind: Change['kind']) =>
    changes
      .flatMap(({ kind: own, effects }) => (own === kind ? effects : []))
      .toSorted((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0));
  return {
    at: rt.now(),
    windowSeconds: window,
    objects: draft.objects.map(toDraft),
    notes: [...draft.notes],
    ...{ cutOff: of('cut-off'), admitted: of('admitted'), uncertain: of('uncertain') },
    checked: changes.length,
    unknown: changes.filter(({ kind }) => kind === 'unknown').length,
    sources: [...loaded.sources],
    warnings: [...loaded.warnings],
  };
}

function tighten(
  { meshes }: Runtime,
  { world, scope }: LoadedWorld,
  namespace: string,
): PolicyDraft {
  refuseUnlessReadable(scope, namespace);
  const own = new Set(
    [...world.workloads.values()]
      .filter((workload) => workload.namespace === namespace)
      .map(({ mesh }) => mesh),
  );
  const drafts = meshes
    .filter(({ id }) => own.has(id))
    .flatMap(({ id }) => world.policiesOf(id)?.tighten(namespace) ?? []);
  const isMeshed = drafts.length > 0;
  return {
    objects: drafts.flatMap(({ objects }) => objects),
    notes: isMeshed
      ? [...new Set(drafts.flatMap(({ notes }) => notes))]
      : ['No workload of the namespace is in a mesh, so that nothing can be made strict.'],
  };
}

function typed(rt: Runtime, { scope, store }: LoadedWorld, yaml: string): readonly DraftedPolicy[] {
  const kinds = kindsOf(rt);
  return readYaml(yaml).map((object) => {
    const kind = kindOf(object, kinds);
    if (kind === undefined) {
      const detail = `${object.kind} (${object.apiVersion}) is no kind that decides who may call.`;
      throw new ProblemError('invalid-request', { detail });
    }
    const { metadata } = object;
    if (kind.clusterScoped !== true) refuseUnlessReadable(scope, metadata.namespace ?? '');
    return { kind, object, replaces: objectNamed(store, kind, metadata) ?? null };
  });
}

function refuseUnlessReadable(scope: Scope, namespace: string): void {
  if (namespace !== '' && mayRead(scope, namespace)) return;
  const detail =
    namespace === ''
      ? 'An object says no namespace.'
      : `${namespace} is not a namespace that you may read.`;
  throw new ProblemError(namespace === '' ? 'invalid-request' : 'forbidden', { detail });
}

interface Change {
  readonly kind: 'none' | 'cut-off' | 'admitted' | 'uncertain' | 'unknown';
  readonly effects: readonly SimulatedEffect[];
}

interface PartChange {
  readonly kind: Change['kind'];
  readonly before: CallPart;
  readonly after: CallPart;
}

/** What becomes of one call: where only a part of it changes, the effect is of that part. */
function changeOf(now: JudgedEdge, then: JudgedEdge): Change {
  const parts = now.parts.flatMap((before, i): PartChange[] => {
    const after = then.parts[i];
    if (after === undefined) return [];
    return [{ kind: kindOfChange(before.decision, after.decision), before, after }];
  });
  const kinds = parts.map((part) => part.kind);
  const isMeasured = now.parts.every(({ share }) => share !== null);
  const kind = isMeasured ? weightiest(kinds) : sureOf(kinds);
  if (kind === 'none' || kind === 'unknown') return { kind, effects: [] };
  const changed = parts.filter((part) => (isMeasured ? part.kind === kind : part.kind !== 'none'));
  const isWhole = !isMeasured || changed.length === parts.length;
  const effects = changed.map(({ before, after }) =>
    effectOf(now, before, after, isWhole ? 'all' : before.isEncrypted ? 'encrypted' : 'plaintext'),
  );
  return { kind, effects: isWhole ? effects.slice(0, 1) : effects };
}

const BY_WEIGHT = ['cut-off', 'admitted', 'uncertain', 'unknown'] as const;

function weightiest(kinds: readonly Change['kind'][]): Change['kind'] {
  return BY_WEIGHT.find((each) => kinds.includes(each)) ?? 'none';
}

/** Where nobody knows which part flows, only what is so for both is sure. */
function sureOf(kinds: readonly Change['kind'][]): Change['kind'] {
  const [first = 'none'] = kinds;
  if (kinds.every((kind) => kind === first)) return first;
  return kinds.includes('cut-off') || kinds.includes('uncertain') ? 'uncertain' : 'unknown';
}

function kindOfChange(before: Decision, after: Decision): Change['kind'] {
  if (before.verdict !== 'denied' && after.verdict === 'denied') return 'cut-off';
  if (before.verdict === 'denied' && after.verdict === 'allowed') return 'admitted';
  if (before.verdict === after.verdict) return after.verdict === 'unknown' ? 'unknown' : 'none';
  return after.verdict === 'unknown' ? 'uncertain' : 'none';
}

function effectOf(
  { edge, source, target }: JudgedEdge,
  before: CallPart,
  after: CallPart,
  part: SimulatedEffect['part'],
): SimulatedEffect {
  return {
    edge: edge.id,
    ...{ caller: toEnd(source), callee: toEnd(target), protocol: edge.protocol, part },
    ...amountsOf(edge, part === 'all' ? 1 : (before.share ?? 1)),
    before: { ...before.decision },
    after: { ...after.decision },
  };
}
