import 'server-only';
import { LRUCache } from 'lru-cache';
import type { Finding } from '@/lib/domain/finding';
import type { ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { CheckEngine, type MeshRule, type Reach } from '@/lib/mesh/checks/engine';

/** Engines that are kept, one for each set of objects that somebody may read. */
const MAX_ENGINES = 8;

/** Judgements in a row, before others get their turn: a few milliseconds. */
const AT_ONCE = 500;

/** What the rules found, kept from one question to the next, so that only what has changed is judged again. */
export interface KeptChecks {
  /** @param key The same for viewers who may read the same objects. */
  findings(key: string, store: ObjectStore, reach: Reach): Promise<readonly Finding[]>;
}

interface Kept {
  readonly engine: CheckEngine;
  /** Questions about one engine are answered one after the other: each brings another state of the objects. */
  last: Promise<unknown>;
}

/** Keeps engines of these rules over these kinds. */
export function createKeptChecks(
  rules: readonly MeshRule[],
  kinds: readonly ResourceKind[],
): KeptChecks {
  const kept = new LRUCache<string, Kept>({ max: MAX_ENGINES });
  return {
    findings(key, store, reach) {
      const known = kept.get(key) ?? {
        engine: new CheckEngine(rules, kinds),
        last: Promise.resolve(),
      };
      kept.set(key, known);
      const work = known.last.then(() => settled(known.engine, store, reach));
      known.last = work.catch(() => kept.delete(key));
      return work;
    },
  };
}

async function settled(
  engine: CheckEngine,
  store: ObjectStore,
  reach: Reach,
): Promise<readonly Finding[]> {
  engine.update(store, reach);
  while (!engine.settle(AT_ONCE)) await new Promise((resolve) => setImmediate(resolve));
  return engine.findings();
}
