import 'server-only';

/** Kubernetes adds these to every pod for a Service of the same name. */
const SERVICE_LINK = /^ALIDADE_(SERVICE_|PORT)/;

/**
 * Finds names in the environment that look like a mistyped setting of ours, or that would end up in the
 * browser's bundle.
 *
 * @returns One sentence each.
 */
export function findUnknownNames(
  names: readonly string[],
  known: readonly string[],
): readonly string[] {
  return names.flatMap((name) => {
    if (known.includes(name)) return [];
    if (name.startsWith('NEXT_PUBLIC_'))
      return [`${name}: would be published to browsers; remove it`];
    if (name.startsWith('ALIDADE_') && !SERVICE_LINK.test(name)) {
      return [`${name}: is not a setting; settings have no prefix`];
    }
    const meant = known.find((setting) => setting.length >= 6 && isNear(name, setting));
    return meant === undefined ? [] : [`${name}: is not a setting; did you mean ${meant}?`];
  });
}

/** Whether one insertion, deletion or replacement leads from `a` to `b`. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const rest = (text: string, skip: number) => text.slice(start + skip);
  if (a.length === b.length) return rest(a, 1) === rest(b, 1);
  return a.length > b.length ? rest(a, 1) === rest(b, 0) : rest(a, 0) === rest(b, 1);
}
