import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import type {
  ClientTlsMode,
  PolicyCall,
  PolicySource,
  PolicyWorkload,
  TlsMode,
  Verdict,
} from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESHES } from '@/lib/mesh/registry';

/** One row of the table: what some objects make of a port, of a caller, or of a call. */
export interface PolicyCase {
  /** Where it is from: the section of the data sheet on the meshes, and the words in it. */
  readonly source: string;
  readonly says: string;
  readonly mesh: string;
  readonly objects: readonly KubeObject[];
  readonly call: PolicyCall;
  readonly expect: Expected;
}

export interface Expected {
  readonly mode?: TlsMode;
  readonly mutual?: boolean;
  readonly client?: ClientTlsMode;
  readonly verdict?: Verdict;
  /** The name of the object that decides; null for none. */
  readonly by?: string | null;
  readonly path?: string;
}

type Metadata = Partial<KubeObject['metadata']>;

/** An object of a kind that an adapter reads, in `shop` unless said otherwise. */
export function thing(
  kind: string,
  name: string,
  spec: unknown,
  rest: Metadata & { status?: unknown } = {},
): KubeObject {
  const [plain = '', group = ''] = kind.split('.');
  const { status, ...metadata } = rest;
  const namespace = CLUSTER_WIDE.has(plain) ? {} : { namespace: 'shop' };
  return {
    apiVersion: apiVersionOf(plain, group),
    kind: plain,
    metadata: { name, ...namespace, ...metadata },
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  };
}

function apiVersionOf(kind: string, group: string): string {
  const known = KINDS.find((each) => each.kind === kind && each.group.startsWith(group));
  const [version = 'v1'] = known?.versions ?? [];
  return known === undefined || known.group === '' ? version : `${known.group}/${version}`;
}

const CLUSTER_WIDE = new Set(['Namespace']);

const CORE = [
  { group: '', plural: 'namespaces', kind: 'Namespace', versions: ['v1'] },
  { group: '', plural: 'services', kind: 'Service', versions: ['v1'] },
  { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] },
];

const KINDS = [...MESHES.flatMap(({ kinds }) => kinds), ...CORE];

/** A store of objects of whatever kinds. */
export function policyStore(objects: readonly KubeObject[]): ObjectStore {
  const keyOf = ({ apiVersion, kind }: KubeObject) => {
    const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
    const found = KINDS.find((each) => each.kind === kind && each.group === group);
    return found === undefined ? '' : resourceKey(found);
  };
  return {
    list: (kind) => objects.filter((object) => keyOf(object) === resourceKey(kind)),
    has: () => true,
  };
}

export function workload(
  mesh: string | null,
  name: string,
  rest: Partial<PolicyWorkload> = {},
): PolicyWorkload {
  return {
    ...{ namespace: 'shop', name, mesh, isGateway: false },
    ...{ labels: { app: name }, annotations: {}, serviceAccount: name },
    ...{ addresses: ['10.42.0.7'], services: [name] },
    ports: [
      {
        number: 8080,
        names: ['http'],
        servicePorts: [{ service: name, port: 80 }],
        protocol: 'http',
      },
    ],
    ...rest,
  };
}

interface CallOptions extends Partial<Omit<PolicyCall, 'source' | 'target'>> {
  readonly from?: PolicyWorkload | 'outside' | 'unknown';
  readonly to?: PolicyWorkload;
}

/** A call of `web` to `cart` in a mesh, under mutual TLS unless said otherwise. */
export function callIn(mesh: string): (options?: CallOptions) => PolicyCall {
  return ({ from = workload(mesh, 'web'), to = workload(mesh, 'cart'), ...rest } = {}) => {
    const source: PolicySource =
      typeof from === 'string' ? { kind: from } : { kind: 'workload', workload: from };
    return {
      ...{ source, target: to, port: 8080, protocol: 'http', services: [to.name] },
      isEncrypted: from !== 'outside',
      ...rest,
    };
  };
}

type Row = readonly [
  source: string,
  says: string,
  objects: readonly KubeObject[],
  expect: Expected,
  call?: PolicyCall,
];

/** Rows of one mesh. */
export function rowsOf(mesh: string, rows: readonly Row[]): readonly PolicyCase[] {
  return rows.map(([source, says, objects, expect, call]) => ({
    ...{ source, says, mesh, objects, expect },
    call: call ?? callIn(mesh)(),
  }));
}
