import type { KubeObject } from '@/lib/domain/kube-object';
import type { Decision, PolicyCall, PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { refOf } from '@/lib/mesh/object-refs';
import { allOf, maybeOf, type Maybe } from '@/lib/mesh/policies/maybe';
import { byNobody, byObject } from '@/lib/mesh/policies/refs';
import { groupByKeys } from '@/lib/mesh/workload-index';

/** One source of an object, for one destination. */
interface Intention {
  readonly object: KubeObject;
  readonly path: string;
  readonly source: string;
  readonly fields: Fields;
  /** 9 for both names exact, down to 5 for both `*`; the highest that matches decides. */
  readonly precedence: number;
}

const EVERYTHING = '*';

/** Whether an intention needs a token before it lets anybody through. */
function needsToken({ object, fields }: Intention): boolean {
  return fieldsOf(object.spec)['jwt'] !== undefined || fields['jwt'] !== undefined;
}

/** Decides by the intentions of a store: of those that match, the most precise one. */
export function intentionsOf(objects: ObjectStore): (call: PolicyCall) => Decision {
  const inForce = objects.list(SERVICE_INTENTIONS).filter(isSynced);
  const byDestination = groupByKeys(inForce, ({ spec, metadata }) => [
    textOf(fieldsOf(fieldsOf(spec)['destination'])['name']) ?? metadata.name,
  ]);
  return ({ source, target, protocol }) => {
    const destination = serviceNameOf(target);
    const found = [destination, EVERYTHING]
      .flatMap((name) => (byDestination.get(name) ?? []).flatMap((object) => read(object, name)))
      .toSorted((a, b) => b.precedence - a.precedence);
    const verdictOf = (intention: Intention) => decidedBy(intention, protocol);
    if (source.kind === 'workload') {
      const name = serviceNameOf(source.workload);
      const first = found.find((each) => each.source === name || each.source === EVERYTHING);
      return first === undefined ? byDefault(name, destination) : verdictOf(first);
    }
    return agreed(found.map(verdictOf), destination);
  };
}

/** The name under which Consul knows a workload: as its pods say, else its Service, else its account. */
export function serviceNameOf({ annotations, services, serviceAccount }: PolicyWorkload): string {
  const said = annotations['consul.hashicorp.com/connect-service'];
  if (said !== undefined && said !== '') return said;
  // The account must be called like the service, which tells the right one of several.
  return services.includes(serviceAccount) ? serviceAccount : (services[0] ?? serviceAccount);
}

/** What Consul refused is saved in Kubernetes, and not in force. */
export function isSynced({ status }: KubeObject): boolean {
  return !listOf(fieldsOf(status)['conditions'])
    .map(fieldsOf)
    .some(({ type, status: value }) => type === 'Synced' && value === 'False');
}

function read(object: KubeObject, destination: string): Intention[] {
  const isExact = destination !== EVERYTHING;
  return listOf(fieldsOf(object.spec)['sources'])
    .map(fieldsOf)
    .flatMap((fields, i) => {
      const source = textOf(fields['name']);
      // Other partitions, peers and groups of them are not in this cluster.
      const isElsewhere = ['peer', 'partition', 'samenessGroup'].some(
        (key) => textOf(fields[key]) !== undefined,
      );
      if (source === undefined || isElsewhere) return [];
      const precedence = (isExact ? 8 : 5) + (source === EVERYTHING ? 0 : 1);
      return [{ object, path: `spec.sources[${i}]`, source, fields, precedence }];
    });
}

function decidedBy(intention: Intention, protocol: PolicyCall['protocol']): Decision {
  const { object, path, fields, source } = intention;
  const ref = refOf(object, SERVICE_INTENTIONS);
  const permissions = listOf(fields['permissions']);
  if (permissions.length > 0) return byPermissions(intention, permissions, protocol);
  const isAllowed = fields['action'] === 'allow';
  const who = source === EVERYTHING ? 'every service' : source;
  if (isAllowed && needsToken(intention)) {
    const because = `It allows ${who} with a token, of which telemetry knows nothing.`;
    return byObject('unknown', ref, path, because);
  }
  const does = isAllowed ? 'allows' : 'denies';
  return byObject(isAllowed ? 'allowed' : 'denied', ref, path, `An intention ${does} ${who}.`);
}

/** The first permission that matches decides; without one it is the default, which no object tells. */
function byPermissions(
  { object, path }: Intention,
  permissions: readonly unknown[],
  protocol: PolicyCall['protocol'],
): Decision {
  const because =
    'Its permissions ask for paths, methods or headers, which telemetry does not tell.';
  const ref = refOf(object, SERVICE_INTENTIONS);
  const possible = new Set<string>();
  for (const [i, permission] of permissions.map(fieldsOf).entries()) {
    const matches = permissionMatches(permission, protocol);
    if (matches === 'no') continue;
    const action = permission['jwt'] === undefined ? String(permission['action']) : 'token';
    possible.add(action);
    if (matches === 'maybe') continue;
    if (possible.size > 1 || action === 'token') break;
    const verdict = action === 'allow' ? 'allowed' : 'denied';
    const says = `Each permission that may match ${action === 'allow' ? 'allows' : 'denies'} it.`;
    return byObject(verdict, ref, `${path}.permissions[${i}]`, says);
  }
  return byObject('unknown', ref, `${path}.permissions`, because);
}

function permissionMatches(permission: Fields, protocol: PolicyCall['protocol']): Maybe {
  const { methods, header, ...paths } = fieldsOf(permission['http']);
  return allOf([
    methodMatches(textsOf(methods), protocol),
    isEveryPath(paths) ? 'yes' : 'maybe',
    listOf(header).length === 0 ? 'yes' : 'maybe',
  ]);
}

/** Every call of gRPC is a POST. */
function methodMatches(wanted: readonly string[], protocol: PolicyCall['protocol']): Maybe {
  if (wanted.length === 0) return 'yes';
  return protocol === 'grpc' ? maybeOf(wanted.includes('POST')) : 'maybe';
}

function isEveryPath({ pathExact, pathPrefix, pathRegex }: Fields): boolean {
  if (pathExact !== undefined || pathRegex !== undefined) return false;
  return pathPrefix === undefined || pathPrefix === '/';
}

function byDefault(source: string, destination: string): Decision {
  return byNobody(
    'unknown',
    `No intention is for ${source} and ${destination}: the ACL default decides, which no object tells.`,
  );
}

/** A caller without a name: what all intentions say alike is so for it too. */
function agreed(decisions: readonly Decision[], destination: string): Decision {
  const [first] = decisions;
  const isSame = decisions.every(({ verdict }) => verdict === first?.verdict);
  if (first !== undefined && isSame && first.verdict === 'denied') return first;
  return byNobody(
    'unknown',
    `Intentions for ${destination} are for names, and the caller’s is not told.`,
  );
}
