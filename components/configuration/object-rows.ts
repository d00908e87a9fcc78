import type { ConfigurationPage } from '@/lib/contract/configuration-url';
import type { Checks } from '@/lib/contract/checks';
import type { ListedObject } from '@/lib/contract/objects';
import { countFindings, troubleOf, type FindingCounts } from '@/lib/domain/finding-counts';
import { groupBy } from '@/lib/domain/group-by';
import { objectId } from '@/lib/domain/object-ref';

/** An object with how much is wrong with it; null while that is not known. */
export interface ObjectRow {
  readonly object: ListedObject;
  readonly findings: FindingCounts | null;
}

/** Joins objects with what was found wrong with them. */
export function objectRows(
  objects: readonly ListedObject[],
  checks: Checks | undefined,
): readonly ObjectRow[] {
  if (checks === undefined) return objects.map((object) => ({ object, findings: null }));
  const byObject = groupBy(checks.findings, ({ object }) => objectId(object));
  return objects.map((object) => ({
    object,
    findings: countFindings(byObject.get(object.id) ?? []),
  }));
}

type Filter = Pick<ConfigurationPage, 'kind' | 'mesh' | 'show' | 'search'>;

/** Whether an object passes the filter by what is wrong with it; what is not known passes none. */
function isShown({ findings }: ObjectRow, show: Filter['show']): boolean {
  if (show === 'all') return true;
  return findings !== null && (show === 'errors' ? findings.error : troubleOf(findings)) > 0;
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
      isShown(row, show) &&
      text.includes(wanted)
    );
  });
}
