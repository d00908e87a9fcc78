import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, labelsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import type { Cluster } from '@/lib/mesh/istio/cluster';
import { covers, fqdnOf, serviceNameOf } from '@/lib/mesh/hosts';

/** A named part of a host's pods. */
export interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where mesh-wide rules live unless the mesh is configured otherwise. */
const ROOT_NAMESPACE = 'istio-system';

/**
 * Finds the subsets of a host as a VirtualService of `namespace` sees them.
 *
 * Istio takes the rules of one namespace: for most callers that of the service; a caller's own comes
 * first, for which the VirtualService's namespace stands here; then the root namespace. Rules for
 * the exact host come before wildcards. Rules of one namespace for one host are merged, oldest first.
 */
export function subsetsOf(cluster: Cluster, fqdn: string, namespace: string): Subset[] {
  const order = [namespace, serviceNameOf(fqdn)?.namespace ?? namespace, ROOT_NAMESPACE];
  for (const from of order) {
    const own = (cluster.rules.get(from) ?? []).filter(
      (rule) => covers(hostOf(rule), fqdn) && isExportedTo(rule, namespace),
    );
    const exact = own.filter((rule) => hostOf(rule) === fqdn);
    const chosen = exact.length > 0 ? exact : longestWildcard(own);
    if (chosen.length > 0) return mergedSubsets(chosen.toSorted(byAge));
  }
  return [];
}

function hostOf(rule: KubeObject): string {
  const host = textOf(fieldsOf(rule.spec)['host']) ?? '';
  return fqdnOf(host, rule.metadata.namespace ?? '');
}

function isExportedTo(rule: KubeObject, namespace: string): boolean {
  const targets = textsOf(fieldsOf(rule.spec)['exportTo']);
  if (targets.length === 0 || targets.includes('*') || targets.includes(namespace)) return true;
  return targets.includes('.') && rule.metadata.namespace === namespace;
}

function byAge(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a, b].map(
    ({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function longestWildcard(rules: readonly KubeObject[]): readonly KubeObject[] {
  const longest = Math.max(0, ...rules.map((rule) => hostOf(rule).length));
  return rules.filter((rule) => hostOf(rule).length === longest);
}

function mergedSubsets(rules: readonly KubeObject[]): Subset[] {
  const byName = new Map<string, Subset>();
  for (const subset of rules.flatMap((rule) => listOf(fieldsOf(rule.spec)['subsets']))) {
    const { name, labels } = fieldsOf(subset);
    const text = textOf(name);
    if (text === undefined || byName.has(text)) continue;
    byName.set(text, { name: text, labels: labelsOf(labels) });
  }
  return [...byName.values()];
}
