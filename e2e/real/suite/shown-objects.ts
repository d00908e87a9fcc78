import { isRecord, sameJson } from '@/lib/domain/json';
import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import { kindOf } from '@/lib/testing/check-cases';
import type { Answer, ApiServer } from '../world/apiserver';

/** An object that the API server did not take, and why. */
export interface Refusal {
  readonly object: string;
  readonly reason: string;
}

/** Makes a real API server hold exactly some objects. */
export interface ShownObjects {
  /** Leaves what is the same as it is. @returns what was refused */
  show(objects: readonly KubeObject[]): Promise<readonly Refusal[]>;
}

const CONTAINERS = [{ name: 'app', image: 'x' }];
const TRANSIENT = { gracePeriodSeconds: 0 };

/** Objects as an API server wants them, where those of the unit tests leave out what no rule looks at. */
function completed(object: KubeObject): KubeObject {
  const spec = isRecord(object.spec) ? object.spec : {};
  if (object.kind === 'Pod') return { ...object, spec: { containers: CONTAINERS, ...spec } };
  if (object.kind !== 'Deployment') return object;
  const template = isRecord(spec['template']) ? spec['template'] : {};
  const metadata = isRecord(template['metadata']) ? template['metadata'] : {};
  const podSpec = isRecord(template['spec']) ? template['spec'] : {};
  return {
    ...object,
    spec: {
      selector: { matchLabels: metadata['labels'] },
      ...spec,
      template: { ...template, spec: { containers: CONTAINERS, ...podSpec } },
    },
  };
}

const namespaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? '';
const nameOf = (object: KubeObject) =>
  `${object.kind} ${namespaceOf(object)}/${object.metadata.name}`;
const keyOf = (object: KubeObject) => `${resourceKey(kindOf(object))} ${nameOf(object)}`;
const isNamespace = ({ apiVersion, kind }: KubeObject) =>
  apiVersion === 'v1' && kind === 'Namespace';

function collectionOf(object: KubeObject): string {
  const { plural } = kindOf(object);
  const { apiVersion } = object;
  const start = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const namespace = namespaceOf(object);
  return `${start}${namespace === '' ? '' : `/namespaces/${namespace}`}/${plural}`;
}

const pathOf = (object: KubeObject) => `${collectionOf(object)}/${object.metadata.name}`;

/** Every namespace that something is in, whether or not it is told of itself. */
function withNamespaces(objects: readonly KubeObject[]): readonly KubeObject[] {
  const told = new Set(objects.filter(isNamespace).map(({ metadata }) => metadata.name));
  const needed = new Set(objects.map(namespaceOf).filter((name) => name !== '' && !told.has(name)));
  const added = [...needed].map((name) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  }));
  // Namespaces first: nothing can be in one that is not there.
  return [...added, ...objects.filter(isNamespace), ...objects.filter((one) => !isNamespace(one))];
}

export function shownObjects(api: ApiServer): ShownObjects {
  const held = new Map<string, KubeObject>();
  const call = (method: string, path: string, body?: unknown) =>
    api.call('admin', method, path, body);

  async function remove(object: KubeObject): Promise<void> {
    accept(await call('DELETE', pathOf(object), TRANSIENT));
    // No controller runs that would end a namespace.
    if (isNamespace(object)) {
      const empty = { ...object, spec: { finalizers: [] } };
      accept(await call('PUT', `${pathOf(object)}/finalize`, empty));
    }
    held.delete(keyOf(object));
  }

  async function add(object: KubeObject): Promise<readonly Refusal[]> {
    const { status, ...rest } = object;
    const answer = await call('POST', collectionOf(object), rest);
    if (answer.status >= 300) return [{ object: nameOf(object), reason: reasonOf(answer) }];
    held.set(keyOf(object), object);
    if (status === undefined) return [];
    const told = await api.call(
      ...(['admin', 'PATCH', `${pathOf(object)}/status`] as const),
      ...([{ status }, 'application/merge-patch+json'] as const),
    );
    return told.status < 300
      ? []
      : [{ object: `status of ${nameOf(object)}`, reason: reasonOf(told) }];
  }

  return {
    async show(objects) {
      const wanted = new Map(
        withNamespaces(objects.map(completed)).map((object) => [keyOf(object), object]),
      );
      const isKept = (object: KubeObject) => sameJson(wanted.get(keyOf(object)), object);
      const gone = [...held.values()].filter((object) => !isKept(object)).toReversed();
      for (const object of gone) await remove(object);
      const refusals: Refusal[] = [];
      for (const object of wanted.values()) {
        if (!held.has(keyOf(object))) refusals.push(...(await add(object)));
      }
      return refusals;
    },
  };
}

function reasonOf({ body }: Answer): string {
  return isRecord(body) && typeof body['message'] === 'string'
    ? body['message']
    : JSON.stringify(body);
}

function accept(answer: Answer): void {
  if (answer.status >= 300) throw new Error(reasonOf(answer));
}
