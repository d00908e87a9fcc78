import 'server-only';
import packageJson from '@/package.json';
import type { SourceStatus } from '@/lib/contract/common';
import type { Status } from '@/lib/contract/status';
import type { Identity } from '@/lib/server/access/identity';
import type { Answer } from '@/lib/server/cache/answer-cache';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { whoIs } from '@/lib/server/access/who-is';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';

/** How often a source is asked whether it is there, however many look at it. */
const PROBE_TTL_MS = 10_000;

/**
 * What is configured, what answers, and who is asking. Before somebody has signed in it tells no more than
 * the sign-in page needs.
 */
export async function loadStatus(
  rt: Runtime,
  identity: Identity | null,
  signal: AbortSignal,
): Promise<Status> {
  const common = { version: packageJson.version, now: rt.now() };
  if (identity === null) {
    return {
      ...common,
      meshes: [],
      identity: { mode: rt.config.auth, name: null, groups: [], expiresAt: null },
      writes: { allowed: false, reason: 'Nobody is signed in.' },
      links: { grafana: null, tracing: null },
      sources: [],
      warnings: [],
    };
  }
  const [person, scope, prometheus, tracing] = await Promise.all([
    whoIs(rt, identity, signal),
    scopeFor(rt, identity, signal),
    probePrometheus(rt, signal),
    probeTracing(rt, signal),
  ]);
  const { store, source, warnings } = await loadObjects(rt, identity, scope, signal);
  const detected = rt.meshes.map((mesh) => ({ label: mesh.label, ...mesh.detect(store) }));
  return {
    ...common,
    meshes: detected
      .filter(({ present }) => present)
      .map(({ mesh, label, version, evidence }) => ({
        id: mesh,
        label,
        version,
        evidence: [...evidence],
      })),
    identity: {
      mode: identity.mode,
      name: person.name,
      groups: [...person.groups],
      expiresAt: identity.expiresAt,
    },
    writes: writesOf(rt, identity),
    links: { ...rt.config.links },
    sources: [prometheus, tracing, source],
    warnings: [...scope.warnings, ...warnings],
  };
}

function writesOf({ config }: Runtime, { mode, writer }: Identity): Status['writes'] {
  if (mode === 'anonymous') return { allowed: false, reason: 'AUTH=anonymous never writes.' };
  if (!config.writes) return { allowed: false, reason: 'Changes are switched off (WRITES=off).' };
  if (writer === null) return { allowed: false, reason: 'No Kubernetes API is configured.' };
  return { allowed: true, reason: null };
}

async function probePrometheus(rt: Runtime, signal: AbortSignal): Promise<SourceStatus> {
  const { prometheus } = rt;
  if (prometheus === null) return sourceOff('prometheus');
  return probe(
    rt,
    'prometheus',
    signal,
    async (shared) => (await prometheus.buildInfo(shared)).version,
  );
}

async function probeTracing(rt: Runtime, signal: AbortSignal): Promise<SourceStatus> {
  const { tracing } = rt;
  if (tracing === null) return sourceOff('tracing');
  return probe(rt, 'tracing', signal, async (shared) => {
    await tracing.services(shared);
    return '';
  });
}

async function probe(
  { caches, now }: Runtime,
  name: SourceStatus['name'],
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<string>,
): Promise<SourceStatus> {
  let answer: Answer<string>;
  try {
    answer = await caches.probes.get(name, PROBE_TTL_MS, signal, ask);
  } catch (error) {
    signal.throwIfAborted();
    return sourceDown(name, error);
  }
  return sourceFrom(name, answer, now());
}
