import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiServer, type ApiServer } from './apiserver';
import { installDefinitions } from './definitions';

/** An API server of a test's own, with the definitions of every mesh and nothing else in it. */
export interface OwnCluster {
  readonly api: ApiServer;
  /** For what else the test starts. */
  readonly folder: string;
  stop(): Promise<void>;
}

/**
 * Starts an API server on an etcd.
 *
 * @param more Further arguments of the API server.
 */
export async function startOwnCluster(more: readonly string[] = []): Promise<OwnCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-cluster-'));
  const api = await createApiServer(join(folder, 'kubernetes'), more);
  const stop = async () => {
    await api.program.stop();
    await api.etcd.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await api.etcd.start();
    await api.program.start();
    await installDefinitions(api);
  } catch (error) {
    await stop();
    throw error;
  }
  return { api, folder, stop };
}
