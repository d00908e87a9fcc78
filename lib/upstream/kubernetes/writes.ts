import 'server-only';
import { z } from 'zod';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import type { Http } from '@/lib/upstream/http';
import { withKind } from '@/lib/upstream/kubernetes/objects';
import { objectPath } from '@/lib/upstream/kubernetes/paths';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import type { DeleteOptions, ServedKind, WriteOptions } from '@/lib/upstream/kubernetes/types';
import { objectSchema } from '@/lib/upstream/kubernetes/wire';

/** See `KubernetesClient.patch`. */
export async function patchObject(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  name: string,
  operations: readonly PatchOperation[],
  options: WriteOptions,
  signal: AbortSignal,
): Promise<KubeObject> {
  const path = objectPath(kind, namespace, name);
  const body = { type: 'application/json-patch+json', text: JSON.stringify(operations) };
  const query = queryOf(options);
  const answer = await http.send({ method: 'PATCH', path, query, body }, signal);
  return withKind(kind, readAnswer(answer, objectSchema));
}

/** See `KubernetesClient.create`. */
export async function createObject(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  object: unknown,
  options: WriteOptions,
  signal: AbortSignal,
): Promise<KubeObject> {
  const path = objectPath(kind, namespace);
  const body = { type: 'application/json', text: JSON.stringify(object) };
  const answer = await http.send({ method: 'POST', path, query: queryOf(options), body }, signal);
  return withKind(kind, readAnswer(answer, objectSchema));
}

/** See `KubernetesClient.remove`. */
export async function removeObject(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  name: string,
  { dryRun, resourceVersion }: DeleteOptions,
  signal: AbortSignal,
): Promise<void> {
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { resourceVersion },
    ...(dryRun ? { dryRun: ['All'] } : {}),
  };
  const path = objectPath(kind, namespace, name);
  const body = { type: 'application/json', text: JSON.stringify(options) };
  // A Status, or the object while something still has to be done before it can go.
  readAnswer(await http.send({ method: 'DELETE', path, body }, signal), z.looseObject({}));
}

function queryOf({ fieldManager, dryRun, strict }: WriteOptions): URLSearchParams {
  return new URLSearchParams({
    fieldManager,
    ...(dryRun ? { dryRun: 'All' } : {}),
    ...(strict === true ? { fieldValidation: 'Strict' } : {}),
  });
}
