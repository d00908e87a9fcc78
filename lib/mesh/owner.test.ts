import { describe, expect, it } from 'vitest';
import { ownerOf } from '@/lib/mesh/owner';
import { virtualService } from '@/lib/testing/kube-objects';

const managedBy = (manager: string) => ({ managedFields: [{ manager, operation: 'Update' }] });

describe('ownerOf', () => {
  it.each([
    { metadata: {}, kind: 'hand', name: undefined },
    { metadata: managedBy('kubectl-edit'), kind: 'hand', name: undefined },
    {
      metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:net/VS:shop/cart' } },
      kind: 'argo-cd',
      name: 'shop',
    },
    {
      metadata: { labels: { 'app.kubernetes.io/instance': 'shop' } },
      kind: 'argo-cd',
      name: 'shop',
    },
    {
      metadata: { labels: { 'argocd.argoproj.io/instance': 'shop' } },
      kind: 'argo-cd',
      name: 'shop',
    },
    { metadata: managedBy('argocd-controller'), kind: 'argo-cd', name: undefined },
    {
      metadata: {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'apps',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      kind: 'flux',
      name: 'flux-system/apps',
    },
    { metadata: { labels: { 'helm.toolkit.fluxcd.io/name': 'shop' } }, kind: 'flux', name: 'shop' },
    {
      metadata: {
        labels: {
          'app.kubernetes.io/managed-by': 'Helm',
          'app.kubernetes.io/instance': 'shop',
        },
      },
      kind: 'helm',
      name: undefined,
    },
    {
      metadata: { annotations: { 'meta.helm.sh/release-name': 'shop' } },
      kind: 'helm',
      name: 'shop',
    },
    {
      metadata: {
        ownerReferences: [{ apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'cart' }],
      },
      kind: 'flagger',
      name: 'cart',
    },
    { metadata: managedBy('flagger'), kind: 'flagger', name: undefined },
    { metadata: managedBy('rollouts-controller'), kind: 'argo-rollouts', name: undefined },
    {
      metadata: {
        ...managedBy('rollouts-controller'),
        labels: { 'argocd.argoproj.io/instance': 'a' },
      },
      kind: 'argo-rollouts',
      name: undefined,
    },
    { metadata: { managedFields: [null, 'x', { manager: 7 }] }, kind: 'hand', name: undefined },
  ])('says $kind for $metadata', ({ metadata, kind, name }) => {
    const owner = ownerOf(virtualService('cart', {}, metadata));
    expect(owner.kind).toBe(kind);
    expect(owner.name).toBe(name);
  });

  it('says how it knows', () => {
    const owner = ownerOf(virtualService('cart', {}, managedBy('argocd-controller')));
    expect(owner.evidence).toBe('field manager argocd-controller');
  });
});
