import type { Demo } from '../../../demo/main';
import { parseJson, type JsonObject, isObject } from '../../../demo/kubernetes/json';
import type { ServedKind } from '../../../demo/kubernetes/served-kind';
import { KINDS } from '../../../demo/kubernetes/kinds';
import { isRoutingGroup } from '../../../demo/meshes/registry';
import { nameOf, namespaceOf } from '../../../demo/kubernetes/store';
import { exportSpans } from '../../../demo/tracing/export';
import { createKubernetesClient } from '../../../lib/upstream/kubernetes/client';
import { createObjectCache } from '../../../lib/upstream/kubernetes/object-cache';

/** Something that runs beside the tests. */
export interface Feed {
  stop(): Promise<void>;
}

/** Takes what the real API says of routing into the demo's own, so that traffic follows it. */
export function followRouting(demo: Demo, kubeconfig: string): Feed {
  const client = createKubernetesClient({ kubeconfig });
  const routing = KINDS.filter(({ group }) => isRoutingGroup(group));
  const caches = routing.map((kind) => {
    const cache = createObjectCache({ client, kind, maxBackoffMs: 2_000 });
    let taken: readonly JsonObject[] = [];
    cache.onChange(() => {
      if (cache.state().status !== 'ready') return;
      const now = cache.list().map((object) => parseJson(JSON.stringify(object)));
      const copies = now.filter((copy) => isObject(copy));
      for (const copy of copies) take(demo, kind, copy);
      for (const gone of taken.filter((held) => !copies.some((copy) => sameName(copy, held)))) {
        demo.kubernetes.store.remove(kind, namespaceOf(gone), nameOf(gone));
      }
      taken = copies;
    });
    return cache;
  });
  return {
    async stop() {
      for (const cache of caches) cache.close();
      await client.close();
    },
  };
}

function sameName(a: JsonObject, b: JsonObject): boolean {
  return namespaceOf(a) === namespaceOf(b) && nameOf(a) === nameOf(b);
}

function take(demo: Demo, kind: ServedKind, object: JsonObject): void {
  const { store } = demo.kubernetes;
  const held = store.get(kind, namespaceOf(object), nameOf(object));
  if (JSON.stringify(held?.spec) === JSON.stringify(object.spec)) return;
  store.put(kind, object);
}

/** A trace is sent when it began so long ago; until then it may not have ended. */
const LAG_SECONDS = 30;
const EVERY_MS = 5_000;

/** Sends the demo's spans to a real store as they come. */
export function sendSpans(demo: Demo, otlpUrl: string, fromSeconds: number): Feed {
  let cursor = fromSeconds;
  let sending: Promise<void> = Promise.resolve();
  const send = async () => {
    const to = Date.now() / 1000 - LAG_SECONDS;
    if (to <= cursor) return;
    await exportSpans(otlpUrl, demo.traces, { fromUs: cursor * 1e6, toUs: to * 1e6 - 1 });
    cursor = to;
  };
  const tick = () => {
    // While the store is down the spans wait: the cursor stays.
    sending = sending.then(send).catch(() => undefined);
  };
  tick();
  const timer = setInterval(tick, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await sending;
    },
  };
}
