import 'server-only';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createObjectCache, type ObjectCache } from '@/lib/upstream/kubernetes/object-cache';

/** Watches of the whole cluster under our own identity, one a kind, started when first needed. */
export interface Watches {
  of(client: KubernetesClient, kind: ResourceKind): ObjectCache;
  close(): void;
}

/** Creates the set of watches. It starts none. */
export function createWatches(): Watches {
  const watches = new Map<string, ObjectCache>();
  return {
    of(client, kind) {
      const key = resourceKey(kind);
      const watch = watches.get(key) ?? createObjectCache({ client, kind });
      watches.set(key, watch);
      return watch;
    },
    close() {
      for (const watch of watches.values()) watch.close();
      watches.clear();
    },
  };
}
