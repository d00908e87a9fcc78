import type { KubeObject } from '@/lib/domain/kube-object';
import type { Owner, OwnerKind } from '@/lib/domain/split';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

type Evidence = (object: KubeObject) => Owner | null;

/** Label and annotation prefixes of Flux's two controllers. */
const FLUX_PREFIXES = ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'] as const;

/**
 * Says who else writes an object, so that a change made here may not last.
 *
 * A controller that moves weights by itself (Flagger, Argo Rollouts) is named before one that puts
 * back what is in Git (Argo CD, Flux), and that before Helm, which writes only at an upgrade.
 */
export function ownerOf(object: KubeObject): Owner {
  for (const evidence of EVIDENCE) {
    const owner = evidence(object);
    if (owner !== null) return owner;
  }
  return { kind: 'hand' };
}

const EVIDENCE: readonly Evidence[] = [
  flagger,
  (object) => byManager(object, 'argo-rollouts', ['rollouts-controller', 'argo-rollouts']),
  argoCd,
  flux,
  helm,
];

function flagger(object: KubeObject): Owner | null {
  for (const reference of listOf(object.metadata.ownerReferences).map(fieldsOf)) {
    const isCanary = reference['kind'] === 'Canary';
    if (isCanary && textOf(reference['apiVersion'])?.startsWith('flagger.app/') === true) {
      return owner('flagger', 'owner reference to a Canary', textOf(reference['name']));
    }
  }
  return byManager(object, 'flagger', ['flagger']);
}

function argoCd(object: KubeObject): Owner | null {
  const tracking = annotation(object, 'argocd.argoproj.io/tracking-id');
  if (tracking !== undefined) {
    // `<application>:<group>/<kind>:<namespace>/<name>`
    const [application] = tracking.split(':');
    return owner('argo-cd', 'annotation argocd.argoproj.io/tracking-id', application);
  }
  const instance = label(object, 'argocd.argoproj.io/instance');
  if (instance !== undefined) {
    return owner('argo-cd', 'label argocd.argoproj.io/instance', instance);
  }
  // Argo CD's default label; Helm charts set the same one for themselves.
  const shared = label(object, 'app.kubernetes.io/instance');
  if (shared !== undefined && helm(object) === null && flux(object) === null) {
    return owner('argo-cd', 'label app.kubernetes.io/instance', shared);
  }
  return byManager(object, 'argo-cd', ['argocd-controller', 'argocd-application-controller']);
}

function flux(object: KubeObject): Owner | null {
  for (const prefix of FLUX_PREFIXES) {
    const name = label(object, `${prefix}/name`);
    if (name === undefined) continue;
    const namespace = label(object, `${prefix}/namespace`);
    const qualified = namespace === undefined ? name : `${namespace}/${name}`;
    return owner('flux', `label ${prefix}/name`, qualified);
  }
  return byManager(object, 'flux', ['kustomize-controller', 'helm-controller']);
}

function helm(object: KubeObject): Owner | null {
  const release = annotation(object, 'meta.helm.sh/release-name');
  if (release !== undefined) {
    return owner('helm', 'annotation meta.helm.sh/release-name', release);
  }
  if (label(object, 'app.kubernetes.io/managed-by') === 'Helm') {
    return owner('helm', 'label app.kubernetes.io/managed-by');
  }
  return byManager(object, 'helm', ['helm']);
}

function byManager(object: KubeObject, kind: OwnerKind, names: readonly string[]): Owner | null {
  for (const entry of listOf(object.metadata.managedFields).map(fieldsOf)) {
    const manager = textOf(entry['manager']);
    if (manager !== undefined && names.includes(manager)) {
      return owner(kind, `field manager ${manager}`);
    }
  }
  return null;
}

function owner(kind: OwnerKind, evidence: string, name?: string): Owner {
  return name === undefined || name === '' ? { kind, evidence } : { kind, evidence, name };
}

function label(object: KubeObject, key: string): string | undefined {
  return textOf(object.metadata.labels?.[key]);
}

function annotation(object: KubeObject, key: string): string | undefined {
  return textOf(object.metadata.annotations?.[key]);
}
