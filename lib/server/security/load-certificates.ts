import 'server-only';
import type { CertificateDto } from '@/lib/contract/security';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import type { Runtime } from '@/lib/server/runtime';
import { workloadNode } from '@/lib/server/security/security-world';
import { runQueries } from '@/lib/server/telemetry/run-queries';
import { UpstreamError } from '@/lib/upstream/error';

/** Certificates live for hours, so that a minute is no age. */
const TTL_MS = 60_000;

/** When certificates run out, of the meshes whose metrics tell. One that does not answer is left out. */
export async function loadCertificates(
  { prometheus, meshes, caches, dataNow }: Runtime,
  scope: Scope,
  signal: AbortSignal,
): Promise<readonly CertificateDto[]> {
  if (prometheus === null) return [];
  const telling = meshes.filter((mesh) => mesh.certificateQueries().length > 0);
  const found = await Promise.all(
    telling.map(async (mesh) => {
      try {
        const key = `certificates ${mesh.id}`;
        const { value } = await caches.queries.get(key, TTL_MS, signal, (shared) =>
          runQueries(prometheus, mesh.certificateQueries(), dataNow(), shared),
        );
        return mesh.certificates(value.answers).map((each) => ({ mesh: mesh.id, ...each }));
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        return [];
      }
    }),
  );
  return found
    .flat()
    .filter(({ namespace }) => mayRead(scope, namespace))
    .map((each) => ({
      ...each,
      node: workloadNode({ namespace: each.namespace, name: each.workload }),
    }))
    .toSorted((a, b) => a.expiresAt - b.expiresAt);
}
