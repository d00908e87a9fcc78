import { z } from 'zod';
import { readAudit, wasForbidden, type AuditEvent } from '../world/audit';
import { pathOf, type Cluster } from './cluster';
import type { Manifest } from './helm';

const ruleSchema = z.strictObject({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
});
const roleSchema = z.object({ rules: z.array(ruleSchema) });

/** What was granted and what was done with it, each as `verb resource.group namespace`. */
export interface RightsUsed {
  /** Asked for, and turned down. */
  readonly forbidden: readonly string[];
  /** Granted, and never asked for. */
  readonly superfluous: readonly string[];
  readonly used: readonly string[];
}

/** Every right that the chart's roles grant, as the API server has them now. */
export async function grantedBy(
  cluster: Cluster,
  objects: readonly Manifest[],
): Promise<readonly string[]> {
  const roles = objects.filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role');
  const granted = await Promise.all(
    roles.map(async (role) => {
      const stored = await cluster.get(`${pathOf(role)}/${role.metadata.name}`);
      return roleSchema
        .parse(stored)
        .rules.flatMap(({ apiGroups, resources, verbs }) =>
          apiGroups.flatMap((group) =>
            resources.flatMap((resource) =>
              verbs.map((verb) => nameOf(verb, resource, group, role.metadata.namespace ?? '')),
            ),
          ),
        );
    }),
  );
  return granted.flat();
}

/** What everybody with a token may do, and Alidade does: ask about itself. */
const BASIC = new Set(['authorization.k8s.io', 'authentication.k8s.io']);

/** The requests of a service account for resources, its questions about itself left out. */
export function requestsOf(auditLog: string, namespace: string, serviceAccount: string) {
  const name = `system:serviceaccount:${namespace}:${serviceAccount}`;
  return readAudit(auditLog).filter(
    ({ user, objectRef }) =>
      user.username === name && objectRef !== undefined && !BASIC.has(objectRef.apiGroup),
  );
}

/** Holds what was granted against what was asked for. */
export function compareRights(
  granted: readonly string[],
  requests: readonly AuditEvent[],
): RightsUsed {
  const isNamespaced = granted.some((right) => !right.endsWith(' '));
  const named = (event: AuditEvent) => {
    const { resource = '', apiGroup = '', namespace = '' } = event.objectRef ?? {};
    return nameOf(event.verb, resource, apiGroup, isNamespaced ? namespace : '');
  };
  const forbidden = unique(requests.filter(wasForbidden).map(named));
  const used = unique(requests.filter((event) => !wasForbidden(event)).map(named));
  return { forbidden, used, superfluous: unique(granted).filter((right) => !used.includes(right)) };
}

function nameOf(verb: string, resource: string, group: string, namespace: string): string {
  return `${verb} ${resource}.${group} ${namespace}`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
