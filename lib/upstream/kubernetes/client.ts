import 'server-only';
import type { z } from 'zod';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import { bearerToken, NO_CREDENTIALS } from '@/lib/upstream/credentials';
import { createHttp, type Http } from '@/lib/upstream/http';
import { createDiscovery, type Discovery } from '@/lib/upstream/kubernetes/discovery';
import {
  readKubeconfig,
  readServiceAccount,
  type ClusterAccess,
  type Environment,
} from '@/lib/upstream/kubernetes/kubeconfig';
import { listAll } from '@/lib/upstream/kubernetes/list';
import { withKind } from '@/lib/upstream/kubernetes/objects';
import { objectPath } from '@/lib/upstream/kubernetes/paths';
import { schemaOf, type JsonSchema } from '@/lib/upstream/kubernetes/openapi';
import { canI, rules, whoAmI } from '@/lib/upstream/kubernetes/reviews';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import type {
  AccessQuestion,
  DeleteOptions,
  ObjectList,
  Person,
  ResourceRule,
  ServedKind,
  WatchEvent,
  WriteOptions,
} from '@/lib/upstream/kubernetes/types';
import { watchObjects } from '@/lib/upstream/kubernetes/watch';
import { objectSchema, versionSchema } from '@/lib/upstream/kubernetes/wire';
import { createObject, patchObject, removeObject } from '@/lib/upstream/kubernetes/writes';
import { observed } from '@/lib/upstream/observed';
import type { Observe } from '@/lib/upstream/options';
import type { NoticeDate } from '@/lib/upstream/source-clocks';

export type { Person, ServedKind } from '@/lib/upstream/kubernetes/types';

export interface KubernetesOptions {
  /** Path of a kubeconfig file, or several as in the variable KUBECONFIG; absent means the service account of the pod. */
  readonly kubeconfig?: string | undefined;
  /** Context of the kubeconfig; absent means its current one. */
  readonly context?: string | undefined;
  /** Budget of a whole call (not of a watch). */
  readonly timeoutMs?: number | undefined;
  readonly maxBodyBytes?: number | undefined;
  /** A watch that says nothing for so long is taken for dead. */
  readonly watchIdleMs?: number | undefined;
  /** Environment of the credential plugin that the kubeconfig may name. */
  readonly environment?: Environment | undefined;
  readonly observe?: Observe | undefined;
  readonly noticeDate?: NoticeDate | undefined;
}

/**
 * The Kubernetes API under one identity. Names are checked against the grammar of Kubernetes before a
 * path is built; one that breaks it throws `UpstreamError` `rejected` and sends nothing. Every method
 * throws `UpstreamError` (with the API's Status as `body`), or the signal's reason when the caller gave up.
 */
export interface KubernetesClient {
  /** The cluster's name, from the kubeconfig; `Kubernetes` in a pod. */
  readonly clusterName: string;
  version(signal: AbortSignal): Promise<{ readonly version: string }>;
  /** The first of the kind's versions that the cluster serves; null when it serves none. */
  resolve(kind: ResourceKind, signal: AbortSignal): Promise<ServedKind | null>;
  /** All of them, in pages. Without a namespace: of the whole cluster. */
  list(kind: ServedKind, namespace: string | undefined, signal: AbortSignal): Promise<ObjectList>;
  get(
    kind: ServedKind,
    namespace: string | undefined,
    name: string,
    signal: AbortSignal,
  ): Promise<KubeObject>;
  /** Sends an RFC 6902 patch; the answer is the object as it is (or would be) then. */
  patch(
    kind: ServedKind,
    namespace: string | undefined,
    name: string,
    operations: readonly PatchOperation[],
    options: WriteOptions,
    signal: AbortSignal,
  ): Promise<KubeObject>;
  /** Adds an object; the answer is it as it is (or would be) then. `conflict` when there is one of that name. */
  create(
    kind: ServedKind,
    namespace: string | undefined,
    object: unknown,
    options: WriteOptions,
    signal: AbortSignal,
  ): Promise<KubeObject>;
  /** Removes an object, if it is still the version that was read; else `conflict`. */
  remove(
    kind: ServedKind,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions,
    signal: AbortSignal,
  ): Promise<void>;
  /** The schema of a kind from the cluster's OpenAPI v3; null where it serves none. */
  schemaOf(kind: ServedKind, signal: AbortSignal): Promise<JsonSchema | null>;
  /**
   * Changes after a resourceVersion, until the server ends the stream. The first event is a bookmark of
   * that version, when the server has taken the watch. Throws `gone` when the version is too old.
   */
  watch(
    kind: ServedKind,
    namespace: string | undefined,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>;
  /** SelfSubjectAccessReview. */
  canI(
    question: AccessQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly allowed: boolean; readonly reason: string | null }>;
  /** SelfSubjectRulesReview. `incomplete`: there may be more rights than these. */
  rules(
    namespace: string,
    signal: AbortSignal,
  ): Promise<{ readonly rules: readonly ResourceRule[]; readonly incomplete: boolean }>;
  /** SelfSubjectReview. */
  whoAmI(signal: AbortSignal): Promise<Person>;
  /** The same cluster with a person's bearer token, and no other credential. Shares the connections. */
  withToken(token: string): KubernetesClient;
  /** Ends the connections. Only on the client that was created, not on one from `withToken`. */
  close(): Promise<void>;
}

/** Figures of `createKubernetesClient` where its options say nothing. */
const DEFAULTS = {
  timeoutMs: 5_000,
  maxBodyBytes: 64 * 1024 * 1024,
  watchIdleMs: 150_000,
  /** etcd takes no object over 1.5 MiB. */
  maxLineBytes: 8 * 1024 * 1024,
};

/**
 * Creates a client from a kubeconfig or the pod's service account.
 *
 * @throws TypeError when the configuration cannot be read, naming it; for the start of the server.
 */
export function createKubernetesClient(options: KubernetesOptions): KubernetesClient {
  const { kubeconfig, context, environment = {} } = options;
  const access =
    kubeconfig === undefined
      ? readServiceAccount()
      : readKubeconfig(kubeconfig, context, environment);
  const http = createHttp({
    upstream: 'kubernetes',
    baseUrl: access.baseUrl,
    tls: access.tls,
    credentials: access.credentials,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULTS.maxBodyBytes,
    noticeDate: options.noticeDate,
  });
  return clientOver({
    http,
    personal: personalHttp(http, access, options),
    clusterName: access.name,
    discovery: createDiscovery(),
    observe: options.observe,
    watchIdleMs: options.watchIdleMs ?? DEFAULTS.watchIdleMs,
  });
}

interface Parts {
  readonly http: Http;
  /** The transport that a person's token goes over. */
  readonly personal: Http;
  readonly clusterName: string;
  readonly discovery: Discovery;
  readonly observe: Observe | undefined;
  readonly watchIdleMs: number;
}

/**
 * The API server looks at a client certificate before it looks at a token. A person's token must
 * therefore never go over connections that were opened with the operator's certificate.
 */
function personalHttp(http: Http, access: ClusterAccess, options: KubernetesOptions): Http {
  const { ca, servername, rejectUnauthorized, cert } = access.tls;
  if (cert === undefined) return http;
  return createHttp({
    upstream: 'kubernetes',
    baseUrl: access.baseUrl,
    tls: { ca, servername, rejectUnauthorized },
    credentials: NO_CREDENTIALS,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? DEFAULTS.maxBodyBytes,
    noticeDate: options.noticeDate,
  });
}

function clientOver(parts: Parts): KubernetesClient {
  const { http, personal, clusterName, discovery, observe, watchIdleMs } = parts;
  const call = <T>(work: () => Promise<T>) => observed('kubernetes', observe, work);
  const read = async <S extends z.ZodType>(
    path: readonly string[],
    schema: S,
    signal: AbortSignal,
  ) => readAnswer(await http.send({ method: 'GET', path }, signal), schema);

  return {
    clusterName,
    version: (signal) =>
      call(async () => ({ version: (await read(['version'], versionSchema, signal)).gitVersion })),
    resolve: (kind, signal) => call(() => discovery.resolve(http, kind, signal)),
    list: (kind, namespace, signal) => call(() => listAll(http, kind, namespace, signal)),
    get: (kind, namespace, name, signal) =>
      call(async () => {
        const path = objectPath(kind, namespace, name);
        return withKind(kind, await read(path, objectSchema, signal));
      }),
    patch: (kind, namespace, name, operations, options, signal) =>
      call(() => patchObject(http, kind, namespace, name, operations, options, signal)),
    create: (kind, namespace, object, options, signal) =>
      call(() => createObject(http, kind, namespace, object, options, signal)),
    remove: (kind, namespace, name, options, signal) =>
      call(() => removeObject(http, kind, namespace, name, options, signal)),
    schemaOf: (kind, signal) => call(() => schemaOf(http, kind, signal)),
    watch: (kind, namespace, resourceVersion, signal) =>
      watchObjects(http, kind, namespace, resourceVersion, signal, {
        idleMs: watchIdleMs,
        maxLineBytes: DEFAULTS.maxLineBytes,
      }),
    canI: (question, signal) => call(() => canI(http, question, signal)),
    rules: (namespace, signal) => call(() => rules(http, namespace, signal)),
    whoAmI: (signal) => call(() => whoAmI(http, signal)),
    withToken: (token) =>
      clientOver({ ...parts, http: personal.as(bearerToken('kubernetes', token)) }),
    close: async () => {
      await Promise.all([http.close(), personal.close()]);
    },
  };
}
