import 'server-only';
import packageJson from '@/package.json';
import type { SourceStatus } from '@/lib/contract/common';
import type { Status } from '@/lib/contract/status';
import type { Identity } from '@/lib/server/access/identity';
import type { AuthMode, Config } from '@/lib/server/config/config';
import type { Answer } from '@/lib/server/cache/answer-cache';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { meshRef } from '@/lib/server/mesh-ref';
import { whoIs } from '@/lib/server/access/who-is';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { clockWarnings } from '@/lib/server/clock-warnings';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';

/** How often a source is asked whether it is there, however many look at it. */
const PROBE_TTL_MS = 10_000;

/**
 * What a page is told of whoever sent a request. Somebody whose credentials the API server takes no more is a
 * stranger, since the page has to know how to sign in again.
 *
 * @throws ProblemError `unauthenticated` and `renewable`; and as `loadStatus` does.
 */
export async function loadStatusFor(
  rt: Runtime,
  request: Request,
  signal: AbortSignal,
): Promise<Status> {
  const identity = await rt.identify(request);
  try {
    return await loadStatus(rt, identity, signal);
  } catch (error) {
    const isStranger = error instanceof ProblemError && error.type === 'unauthenticated';
    if (!isStranger || identity === null) throw error;
    return loadStatus(rt, null, signal);
  }
}

/**
 * What is configured, what answers, and who is asking. Before somebody has signed in it tells no more than
 * the sign-in page needs.
 */
export async function loadStatus(
  rt: Runtime,
  identity: Identity | null,
  signal: AbortSignal,
): Promise<Status> {
  const knownMeshes = rt.meshes.map(meshRef);
  const common = { version: packageJson.version, now: rt.now(), knownMeshes };
  if (identity === null) {
    return {
      ...common,
      meshes: [],
      identity: strangerOf(rt.config.auth),
      writes: { allowed: false, reason: 'Nobody is signed in.' },
      links: { grafana: null, tracing: null, console: null },
      panels: null,
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
      signedIn: true,
      name: person.name,
      groups: [...person.groups],
      expiresAt: identity.expiresAt,
      renewInMs: renewInMs(identity, rt.now()),
    },
    writes: writesOf(rt, identity),
    links: linksOf(rt.config),
    panels: panelsOf(rt.config),
    sources: [prometheus, tracing, source],
    warnings: [...clockWarnings(rt.clocks), ...scope.warnings, ...warnings],
  };
}

function linksOf({ links: { grafana, tracing, console } }: Config): Status['links'] {
  return { grafana, tracing, console };
}

function panelsOf({
  embedAncestors,
  embedNamespaces,
  embedLinkHours,
  links,
}: Config): Status['panels'] {
  if (embedNamespaces === null && embedLinkHours === null) return null;
  return {
    url: links.panels,
    ancestors: [...embedAncestors],
    namespaces: embedNamespaces === null ? null : [...embedNamespaces],
    linkHours: embedLinkHours,
  };
}

function strangerOf(mode: AuthMode): Status['identity'] {
  return { mode, signedIn: false, name: null, groups: [], expiresAt: null, renewInMs: null };
}

function renewInMs({ renewAt }: Identity, nowMs: number): number | null {
  return renewAt === null ? null : Math.max(0, renewAt - nowMs);
}

function writesOf({ config }: Runtime, { mode, writer }: Identity): Status['writes'] {
  if (mode === 'anonymous') return { allowed: false, reason: 'AUTH=anonymous never writes.' };
  if (config.oidc?.rights.from === 'groups') {
    return { allowed: false, reason: 'Here groups give the right to read, and nothing more.' };
  }
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
