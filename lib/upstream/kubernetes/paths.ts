import 'server-only';
import { UpstreamError } from '@/lib/upstream/error';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const VERSION = /^v[0-9]{1,3}((alpha|beta)[0-9]{1,3})?$/;
const MAX_SUBDOMAIN = 253;

/** Checks the name of a namespace. Throws UpstreamError `rejected`. */
export function namespaceSegment(namespace: string): string {
  return checked('namespace', namespace, LABEL.test(namespace));
}

/** Checks the name of an object. Throws UpstreamError `rejected`. */
export function nameSegment(name: string): string {
  return checked('name', name, name.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(name));
}

/** Checks the name of an API group that is not the core group. Throws UpstreamError `rejected`. */
export function groupSegment(group: string): string {
  return checked('API group', group, group.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(group));
}

/** Checks the version of an API group. Throws UpstreamError `rejected`. */
export function versionSegment(version: string): string {
  return checked('API version', version, VERSION.test(version));
}

/**
 * The path of a kind's collection, or of one object in it.
 *
 * @throws UpstreamError `rejected` when a name breaks its grammar, or a namespace is missing or too much.
 */
export function objectPath(
  { group, version, plural, namespaced }: ServedKind,
  namespace: string | undefined,
  name?: string,
): readonly string[] {
  const isOneObject = name !== undefined;
  if (namespace !== undefined && !namespaced) {
    throw new UpstreamError('kubernetes', 'rejected', `${plural} are in no namespace`);
  }
  if (namespace === undefined && namespaced && isOneObject) {
    throw new UpstreamError('kubernetes', 'rejected', `one of ${plural} needs a namespace`);
  }
  return [
    ...versionPath(group, version),
    ...(namespace === undefined ? [] : ['namespaces', namespaceSegment(namespace)]),
    checked('plural', plural, LABEL.test(plural)),
    ...(isOneObject ? [nameSegment(name)] : []),
  ];
}

/** The path of a version of an API group; the core group is the empty one. */
export function versionPath(group: string, version: string): readonly string[] {
  const start = group === '' ? ['api'] : ['apis', groupSegment(group)];
  return [...start, versionSegment(version)];
}

function checked(what: string, text: string, isGood: boolean): string {
  if (isGood) return text;
  throw new UpstreamError('kubernetes', 'rejected', `no ${what}: ${JSON.stringify(text)}`);
}
