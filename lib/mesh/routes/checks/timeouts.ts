import type { KubeObject } from '@/lib/domain/kube-object';
import type { Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A duration of Gateway API (GEP-2257), such as `1h30m` or `250ms`, in milliseconds; null for another text. */
function durationMs(text: string): number | null {
  if (!/^([0-9]{1,5}(h|m|s|ms)){1,4}$/.test(text)) return null;
  return [...text.matchAll(/([0-9]{1,5})(ms|h|m|s)/g)].reduce(
    (sum, [, number = '0', unit = '']) => sum + Number(number) * (UNIT_MS[unit] ?? 0),
    0,
  );
}

/** Where one try may take longer than all of the request. */
export function timeoutViolations({ spec }: KubeObject): readonly Violation[] {
  return listOf(fieldsOf(spec)['rules']).flatMap((rule, i) => {
    const { request, backendRequest } = fieldsOf(fieldsOf(rule)['timeouts']);
    const [whole, once] = [request, backendRequest].map((each) => durationMs(textOf(each) ?? ''));
    if (whole === null || once === null || whole === undefined || once === undefined) return [];
    // 0 stands for none.
    if (whole === 0 || once <= whole) return [];
    const message = `One try may take ${textOf(backendRequest) ?? ''}, all of the request ${textOf(request) ?? ''}.`;
    return [at(`/spec/rules/${i}/timeouts/backendRequest`, message)];
  });
}
