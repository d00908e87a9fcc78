import type { JsonObject } from './json';
import { KINDS } from './kinds';
import type { ServedKind } from './served-kind';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** Kinds that can only be posted. */
const REVIEW_KINDS: readonly (readonly [group: string, plural: string, kind: string])[] = [
  ['authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'],
  ['authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'],
  ['authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'],
];

/** General, then beta, then alpha; the newest first: as an API server puts a group's versions. */
const STAGES = ['', 'beta', 'alpha'];

function byPriority(a: string, b: string): number {
  const [stageA, ...numbersA] = priorityOf(a);
  const [stageB, ...numbersB] = priorityOf(b);
  const newer = numbersA.map((number, i) => (numbersB[i] ?? 0) - number);
  return stageA - stageB || (newer.find((difference) => difference !== 0) ?? 0);
}

function priorityOf(version: string): readonly [stage: number, major: number, minor: number] {
  const [, major, stage = '', minor] = /^v(\d+)([a-z]*)(\d*)$/.exec(version) ?? [];
  return [STAGES.indexOf(stage), Number(major), Number(minor)];
}

/** The kinds of a group need not have the same versions; the group serves all that any of them has. */
function versionsOf(group: string): readonly string[] {
  const versions = KINDS.filter((kind) => kind.group === group).flatMap((kind) => kind.versions);
  return [...new Set(versions)].toSorted(byPriority);
}

const GROUPS: ReadonlyMap<string, readonly string[]> = new Map([
  ...REVIEW_KINDS.map(([group]) => [group, ['v1']] as const),
  ...KINDS.filter(({ group }) => group !== '').map(
    ({ group }) => [group, versionsOf(group)] as const,
  ),
]);

const VERSION: JsonObject = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.4',
  gitCommit: 'demo',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.26',
  compiler: 'gc',
  platform: 'linux/amd64',
};

function groupObject(name: string, versions: readonly string[]): JsonObject {
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function resourceOf(kind: ServedKind): JsonObject {
  return {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: VERBS,
    shortNames: kind.shortNames.length > 0 ? kind.shortNames : undefined,
  };
}

function resourceList(group: string, version: string): JsonObject {
  const served = KINDS.filter((kind) => kind.group === group && kind.versions.includes(version));
  const reviews = REVIEW_KINDS.filter(([reviewGroup]) => reviewGroup === group).map(
    ([, name, kind]) => ({
      name,
      singularName: kind.toLowerCase(),
      namespaced: false,
      kind,
      verbs: ['create'],
    }),
  );
  return {
    kind: 'APIResourceList',
    apiVersion: group === '' ? undefined : 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: [...served.map(resourceOf), ...reviews],
  };
}

/** The version or the discovery document at a path; undefined when there is none. */
export function documentAt(path: string, serverAddress: string): JsonObject | undefined {
  return /^\/version\/?$/.test(path) ? VERSION : discoveryAt(path, serverAddress);
}

function discoveryAt(path: string, serverAddress: string): JsonObject | undefined {
  const [root, group, version, ...rest] = path.replace(/^\/|\/$/g, '').split('/');
  if (rest.length > 0) return undefined;
  if (root === 'api')
    return version === undefined ? coreDiscovery(group, serverAddress) : undefined;
  if (root !== 'apis') return undefined;
  if (group === undefined) {
    const groups = [...GROUPS].map(([name, versions]) => groupObject(name, versions));
    return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  }
  const versions = GROUPS.get(group);
  if (versions === undefined) return undefined;
  if (version === undefined) {
    return { kind: 'APIGroup', apiVersion: 'v1', ...groupObject(group, versions) };
  }
  return versions.includes(version) ? resourceList(group, version) : undefined;
}

function coreDiscovery(version: string | undefined, serverAddress: string): JsonObject | undefined {
  if (version === 'v1') return resourceList('', 'v1');
  if (version !== undefined) return undefined;
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}
