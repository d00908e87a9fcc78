import 'server-only';
import { LRUCache } from 'lru-cache';
import type { Finding } from '@/lib/domain/finding';
import type { ResourceKind } from '@/lib/domain/kube-object';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { AppliedObjects, type AppliedNode } from '@/lib/mesh/applied/applied-objects';
import { CheckEngine, type Reach } from '@/lib/mesh/checks/engine';

/** Engines that are kept, one for each set of objects that somebody may read. */
const MAX_ENGINES = 8;

/** Judgements in a row, before others get their turn: a few milliseconds. */
const AT_ONCE = 500;

/** What the rules found, kept from one question to the next, so that only what has changed is judged again. */
export interface KeptChecks {
  /** @param key The same for viewers who may read the same objects. */
  findings(key: string, store: ObjectStore, reach: Reach): Promise<readonly Finding[]>;
  /** The same, and the nodes to which the objects apply in which something was found. */
  applied(key: string, store: ObjectStore, reach: Reach): Promise<AppliedFindings>;
}

export interface AppliedFindings {
  readonly findings: readonly Finding[];
  readonly nodes: readonly AppliedNode[];
}

interface Kept {
  readonly engine: CheckEngine;
  readonly applied: AppliedObjects;
  /** What was last said of the nodes, and of which state of the objects. */
  lastApplied: { readonly state: number; readonly nodes: readonly AppliedNode[] } | null;
  /** Questions about one engine are answered one after the other: each brings another state of the objects. */
  last: Promise<unknown>;
}

/** Keeps engines of the rules of these meshes over these kinds. */
export function createKeptChecks(
  meshes: readonly MeshAdapter[],
  kinds: readonly ResourceKind[],
): KeptChecks {
  const rules = meshes.flatMap((mesh) => mesh.rules.map((rule) => ({ mesh: mesh.id, rule })));
  const kept = new LRUCache<string, Kept>({ max: MAX_ENGINES });

  function inTurn<T>(key: string, ask: (known: Kept) => Promise<T>): Promise<T> {
    const known = kept.get(key) ?? {
      engine: new CheckEngine(rules, kinds),
      applied: new AppliedObjects(meshes),
      lastApplied: null,
      last: Promise.resolve(),
    };
    kept.set(key, known);
    const work = known.last.then(() => ask(known));
    known.last = work.catch(() => kept.delete(key));
    return work;
  }

  return {
    findings: (key, store, reach) => inTurn(key, ({ engine }) => settled(engine, store, reach)),
    applied: (key, store, reach) =>
      inTurn(key, async (known) => {
        const findings = await settled(known.engine, store, reach);
        return { findings, nodes: await nodesFor(known, findings, store) };
      }),
  };
}

async function settled(
  engine: CheckEngine,
  store: ObjectStore,
  reach: Reach,
): Promise<readonly Finding[]> {
  engine.update(store, reach);
  while (!engine.settle(AT_ONCE)) await othersTurn();
  return engine.findings();
}

async function nodesFor(
  known: Kept,
  findings: readonly Finding[],
  store: ObjectStore,
): Promise<readonly AppliedNode[]> {
  const state = known.engine.state();
  if (known.lastApplied?.state === state) return known.lastApplied.nodes;
  const objects = findings.map(({ object }) => object);
  const work = known.applied.nodes(objects, store);
  let step = work.next();
  while (step.done !== true) {
    await othersTurn();
    step = work.next();
  }
  known.lastApplied = { state, nodes: step.value };
  return step.value;
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
