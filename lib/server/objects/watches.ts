import 'server-only';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createObjectCache, type ObjectCache } from '@/lib/upstream/kubernetes/object-cache';

/** Watches under our own identity, one a kind (and namespace), started when first needed. */
export interface Watches {
  /** Without a namespace: of the whole cluster. */
  of(client: KubernetesClient, kind: ResourceKind, namespace?: string): ObjectCache;
  close(): void;
}

/** Creates the set of watches. It starts none. */
export function createWatches(): Watches {
  const watches = new Map<string, ObjectCache>();
  return {
    of(client, kind, namespace) {
      const key = `${resourceKey(kind)} ${namespace ?? ''}`;
      const watch = watches.get(key) ?? createObjectCache({ client, kind, namespace });
      watches.set(key, watch);
      return watch;
    },
    close() {
      for (const watch of watches.values()) watch.close();
      watches.clear();
    },
  };
}
