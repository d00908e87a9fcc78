/** Which object: its kind and its name. Says nothing of whether it exists. */
export interface ObjectRef {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** Empty for a kind whose objects are in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** The name of an object for people: `Deployment shop/payments`. */
export function objectWords({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** Groups of Kubernetes itself that have a dot in their name end so; this one is a CRD's all the same. */
const BUILT_IN = /\.k8s\.io$/;
const INSTALLED = ['gateway.networking.k8s.io'];

/** Whether kinds of a group are custom resources, and none of Kubernetes itself. */
export function isCustomGroup(group: string): boolean {
  return group.includes('.') && (INSTALLED.includes(group) || !BUILT_IN.test(group));
}

/** Between the parts of an id: may stand in a URL's path as it is, and in no name. */
const SEPARATOR = '~';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;
const MAX_SUBDOMAIN = 253;

/** Builds the id of an object. It can stand in the path of a URL as it is. */
export function objectId({ group, plural, kind, namespace, name }: ObjectRef): string {
  return [group, plural, kind, namespace, name].join(SEPARATOR);
}

/** Takes an id apart again; null when it is not one, or a part of it breaks the grammar of Kubernetes. */
export function parseObjectId(id: string): ObjectRef | null {
  const parts = id.split(SEPARATOR);
  const [group = '', plural = '', kind = '', namespace = '', name = ''] = parts;
  const ref = { group, plural, kind, namespace, name };
  return parts.length === 5 && isGood(ref) ? ref : null;
}

function isGood({ group, plural, kind, namespace, name }: ObjectRef): boolean {
  const isKind = (group === '' || isSubdomain(group)) && LABEL.test(plural) && KIND.test(kind);
  return isKind && (namespace === '' || LABEL.test(namespace)) && isSubdomain(name);
}

function isSubdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && SUBDOMAIN.test(text);
}
