import 'server-only';
import type { Checks } from '@/lib/contract/checks';
import type { Warning } from '@/lib/contract/common';
import type { ChecksQuery } from '@/lib/contract/queries';
import type { Finding } from '@/lib/domain/finding';
import { countFindings, worstFirst } from '@/lib/domain/finding-counts';
import { groupBy } from '@/lib/domain/group-by';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { loadObjects, type Objects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';

/** Findings in one answer. */
const MAX_FINDINGS = 2000;

/**
 * What is wrong with the objects that a person may read, worst first. All who may read the same share one engine.
 * Of objects that may not be read nothing is said, nor that they are missing.
 */
export async function loadChecks(
  rt: Runtime,
  identity: Identity,
  { namespaces }: ChecksQuery,
  signal: AbortSignal,
): Promise<Checks> {
  const scope = await scopeFor(rt, identity, signal);
  const objects = await loadObjects(rt, identity, scope, signal);
  const all = await findingsFor(rt, identity, scope, objects);
  const wanted = new Set(namespaces);
  const found = all.filter(({ object }) => wanted.size === 0 || wanted.has(object.namespace));
  const shown = worstFirst(found).slice(0, MAX_FINDINGS);
  return {
    at: rt.now(),
    counts: countFindings(found),
    byNamespace: countsByNamespace(found),
    findings: shown.map((finding) => ({ ...finding, related: [...finding.related] })),
    rules: rulesOf(rt, shown),
    sources: [objects.source],
    warnings: [...scope.warnings, ...objects.warnings, ...cutWarning(found.length)],
  };
}

/** Everything that is wrong with the objects that a person may read. */
export function findingsFor(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  { store, reach }: Objects,
): Promise<readonly Finding[]> {
  return rt.caches.checks.findings(checksKeyFor(identity, scope), store, reach);
}

/** Names what is judged: whoever reads by an identity that all share reads the same objects in the same scope. */
export function checksKeyFor({ shared, key }: Identity, scope: Scope): string {
  return shared ? `shared ${scope.key}` : `${key} ${scope.key}`;
}

function countsByNamespace(findings: readonly Finding[]): Checks['byNamespace'] {
  return [...groupBy(findings, ({ object }) => object.namespace)]
    .map(([namespace, found]) => ({ namespace, ...countFindings(found) }))
    .toSorted((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

/** The texts of the rules that were broken. */
function rulesOf({ meshes }: Runtime, findings: readonly Finding[]): Checks['rules'] {
  const broken = new Set(findings.map(({ code }) => code));
  return meshes.flatMap(({ id, rules }) =>
    rules
      .filter(({ code }) => broken.has(code))
      .map(({ code, severity, title, why, mend, link }) => {
        return { code, mesh: id, severity, title, why, mend, link };
      }),
  );
}

function cutWarning(found: number): readonly Warning[] {
  if (found <= MAX_FINDINGS) return [];
  const message = `Only the ${MAX_FINDINGS} worst of ${found} findings are here. Choose fewer namespaces to see the others.`;
  return [{ code: 'findings-cut', message }];
}
