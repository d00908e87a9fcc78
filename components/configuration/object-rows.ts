import type { ConfigurationPage } from '@/lib/contract/configuration-url';
import type { Checks } from '@/lib/contract/checks';
import type { ListedObject } from '@/lib/contract/objects';
import { groupBy } from '@/lib/domain/group-by';
import { objectId } from '@/lib/domain/object-ref';

export type Finding = Checks['findings'][number];

/** An object with how much is wrong with it; null while that is not known. */
export interface ObjectRow {
  readonly object: ListedObject;
  readonly findings: {
    readonly errors: number;
    readonly warnings: number;
    readonly notes: number;
  } | null;
}

/** Joins objects with what was found wrong with them. */
export function objectRows(
  objects: readonly ListedObject[],
  checks: Checks | undefined,
): readonly ObjectRow[] {
  if (checks === undefined) return objects.map((object) => ({ object, findings: null }));
  const byObject = groupBy(checks.findings, ({ object }) => objectId(object));
  return objects.map((object) => {
    const found = byObject.get(object.id) ?? [];
    const count = (severity: Finding['severity']) =>
      found.filter((finding) => finding.severity === severity).length;
    return {
      object,
      findings: { errors: count('error'), warnings: count('warning'), notes: count('note') },
    };
  });
}

type Filter = Pick<ConfigurationPage, 'kind' | 'mesh' | 'show' | 'search'>;

/** Whether anything is wrong with an object; notes are not. */
export function hasFindings({ findings }: ObjectRow): boolean {
  return findings !== null && findings.errors + findings.warnings > 0;
}

/** The rows that pass a filter. The search looks at kind, namespace and name. */
export function filterObjects(
  rows: readonly ObjectRow[],
  { kind, mesh, show, search }: Filter,
): readonly ObjectRow[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter((row) => {
    const { object } = row;
    const text = `${object.kind} ${object.namespace}/${object.name}`.toLowerCase();
    return (
      (kind === '' || object.kind === kind) &&
      (mesh === '' || object.meshes.includes(mesh)) &&
      (show === 'all' || hasFindings(row)) &&
      text.includes(wanted)
    );
  });
}

/** Worst first: errors, then warnings, then notes; what is not known comes last. */
export function findingsRank({ findings }: ObjectRow): number | undefined {
  if (findings === null) return undefined;
  const { errors, warnings, notes } = findings;
  return -(errors * 1e6 + warnings * 1e3 + notes);
}
