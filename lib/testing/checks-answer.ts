import type { Checks, FindingDto } from '@/lib/contract/checks';
import type { SourceStatus } from '@/lib/contract/common';
import { countFindings } from '@/lib/domain/finding-counts';
import { groupBy } from '@/lib/domain/group-by';

/** A finding about a VirtualService of a name in a namespace, for tests of what shows it. */
export function aFinding(
  severity: FindingDto['severity'],
  namespace: string,
  name: string,
  path = '/spec/http/0/route/1/destination/subset',
): FindingDto {
  return {
    ...{ code: `XX${severity.length}01`, severity, mesh: 'one', path, related: [] },
    object: {
      ...{ group: 'networking.istio.io', plural: 'virtualservices', kind: 'VirtualService' },
      ...{ namespace, name },
    },
    message: `${name} has this ${severity}.`,
  };
}

/** The answer of `GET /api/v1/checks` with some findings. */
export function checksAnswer(findings: readonly FindingDto[], parts: Partial<Checks> = {}): Checks {
  const byNamespace = [...groupBy(findings, ({ object }) => object.namespace)];
  return {
    ...{ at: 0, findings: [...findings], rules: [], sources: [], warnings: [] },
    counts: countFindings(findings),
    byNamespace: byNamespace.map(([namespace, found]) => ({ namespace, ...countFindings(found) })),
    ...parts,
  };
}

/** Of the Kubernetes API, when it cannot be read. */
export const KUBERNETES_DOWN: SourceStatus = {
  ...{ name: 'kubernetes', state: 'down', ageMs: null, reason: 'It is gone.' },
};

/** An answer that comes when the test says so. */
export function heldAnswer() {
  const waiting: ((response: Response) => void)[] = [];
  return {
    serve: () => new Promise<Response>((resolve) => waiting.push(resolve)),
    isAskedFor: () => waiting.length > 0,
    give: (body: unknown) => waiting.splice(0).forEach((resolve) => resolve(Response.json(body))),
  };
}
