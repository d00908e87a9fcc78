import 'server-only';
import type { Identity } from '@/lib/server/access/identity';
import { readableScope, type Scope } from '@/lib/server/access/scope';
import type { Runtime } from '@/lib/server/runtime';

/** What this person may read. Fails as `readableScope` does. */
export function scopeFor(rt: Runtime, identity: Identity, signal: AbortSignal): Promise<Scope> {
  const { caches, kubernetes, config } = rt;
  const options = { cache: caches.scopes, own: kubernetes, within: config.namespaces };
  return readableScope(identity, options, signal);
}
