import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, type FakeUpstream } from '@/lib/testing/fake-upstream';
import {
  createKubernetesClient,
  type KubernetesClient,
  type KubernetesOptions,
} from '@/lib/upstream/kubernetes/client';

/** A client of a fake API server, with the operator's token `operator`. */
export function kubernetesClientOf(
  server: FakeUpstream,
  options: Omit<KubernetesOptions, 'kubeconfig'> = {},
): KubernetesClient {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-kubernetes-'));
  const kubeconfig = join(folder, 'config');
  const content = {
    'current-context': 'x',
    clusters: [{ name: 'fake', cluster: { server: server.url } }],
    users: [{ name: 'u', user: { token: 'operator' } }],
    contexts: [{ name: 'x', context: { cluster: 'fake', user: 'u' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(content));
  const client = createKubernetesClient({ kubeconfig, timeoutMs: 2_000, ...options });
  rmSync(folder, { recursive: true });
  return client;
}

/** A script that refuses as the Kubernetes API does. */
export function status(
  code: number,
  reason: string,
  message: string,
  causes: readonly object[] = [],
) {
  return json({ kind: 'Status', code, reason, message, details: { causes } }, code);
}
