import type { NamespaceSummary } from '@/lib/contract/namespaces';
import type { OverviewPage } from '@/lib/contract/overview-url';
import { compareHealth } from '@/lib/domain/health';

export interface Problem {
  readonly namespace: string;
  /** Id of the node it concerns. */
  readonly node: string;
  readonly status: 'degraded' | 'failing';
  readonly reason: string;
}

/** What is wrong in all namespaces, worst first, then busiest namespace first. */
export function problemsOf(namespaces: readonly NamespaceSummary[]): readonly Problem[] {
  return namespaces
    .toSorted(busiestFirst)
    .flatMap(({ name, problems }) => problems.map((problem) => ({ ...problem, namespace: name })))
    .toSorted((a, b) => compareHealth(a.status, b.status));
}

/** The namespaces that pass the filter of the page: worst first, then busiest, then by name. */
export function namespacesToShow(
  namespaces: readonly NamespaceSummary[],
  { show, search }: Pick<OverviewPage, 'show' | 'search'>,
): readonly NamespaceSummary[] {
  const wanted = search.trim().toLowerCase();
  return namespaces
    .filter(({ name }) => name.includes(wanted))
    .filter(({ health }) => show === 'all' || isTrouble(health.status))
    .toSorted(
      (a, b) =>
        compareHealth(a.health.status, b.health.status) ||
        busiestFirst(a, b) ||
        a.name.localeCompare(b.name),
    );
}

/** How many namespaces are in each state of health that any is in, worst first. */
export function healthCounts(namespaces: readonly NamespaceSummary[]) {
  const counts = new Map<NamespaceSummary['health']['status'], number>();
  for (const { health } of namespaces) {
    counts.set(health.status, (counts.get(health.status) ?? 0) + 1);
  }
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .toSorted((a, b) => compareHealth(a.status, b.status));
}

function isTrouble(status: NamespaceSummary['health']['status']): boolean {
  return status === 'degraded' || status === 'failing';
}

function busiestFirst(a: NamespaceSummary, b: NamespaceSummary): number {
  return (b.requestRate ?? 0) - (a.requestRate ?? 0);
}
