import type { EmbedLinkAsked } from '@/lib/contract/embed-link';
import type { ResourceKind } from '@/lib/domain/kube-object';
import type { Config } from '@/lib/server/config/config';
import type * as guardModule from '@/lib/server/guard/guard';
import type { PanelQuestion } from '@/lib/server/access/panel-identity';
import type { Runtime } from '@/lib/server/runtime';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import type * as makeModule from '@/lib/server/use-cases/make-embed-link';
import { UpstreamError } from '@/lib/upstream/error';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

/** What somebody may read in the fake cluster. */
interface Rights {
  readonly namespaces: readonly string[];
  /** Plurals of the kinds that may be listed. */
  readonly kinds: readonly string[];
}

/** By token; the console's own identity, which has none, may read all. */
export const RIGHTS: Readonly<Record<string, Rights>> = {
  'canary-ada': { namespaces: ['bank', 'shop'], kinds: ['pods', 'services'] },
};
const OWN: Rights = {
  namespaces: ['bank', 'shop', 'vault'],
  kinds: ['pods', 'services', 'deployments'],
};

/** One question that reached the fake API server: whose, and about what. */
export interface Asked {
  readonly token: string | null;
  readonly list?: string;
}

/** A cluster of three namespaces that answers by rights, and keeps what it was asked. */
export function fakeCluster(asked: Asked[], token: string | null = null): KubernetesClient {
  const rights = token === null ? OWN : RIGHTS[token];
  const known = (): Rights => {
    if (rights !== undefined) return rights;
    throw new UpstreamError('kubernetes', 'unauthenticated', 'unknown token');
  };
  const list = (kind: Pick<ResourceKind, 'plural'>, namespace: string | undefined) => {
    asked.push({ token, list: `${kind.plural} in ${namespace ?? 'all'}` });
    const mayList =
      known().kinds.includes(kind.plural) && known().namespaces.includes(namespace ?? '');
    if (kind.plural === 'namespaces' && token === null) {
      return OWN.namespaces.map((name) => ({ metadata: { name } }));
    }
    if (!mayList) throw new UpstreamError('kubernetes', 'forbidden', 'forbidden');
    return [];
  };
  return {
    clusterName: 'fake',
    version: () => Promise.resolve({ version: 'v1' }),
    resolve: (kind) =>
      Promise.resolve({
        group: kind.group,
        version: 'v1',
        kind: kind.kind,
        plural: kind.plural,
        namespaced: kind.plural !== 'namespaces',
      }),
    list: async (kind, namespace) => {
      const items = list(kind, namespace).map((item) => ({
        apiVersion: 'v1',
        kind: kind.kind,
        ...item,
      }));
      return Promise.resolve({ items, resourceVersion: '1' });
    },
    get: (kind, _, name) => {
      asked.push({ token });
      return Promise.resolve({ apiVersion: 'v1', kind: kind.kind, metadata: { name } });
    },
    watch: () => {
      throw new UpstreamError('kubernetes', 'forbidden', 'forbidden');
    },
    patch: () => Promise.reject(new Error('nothing is changed here')),
    create: () => Promise.reject(new Error('nothing is made here')),
    remove: () => Promise.reject(new Error('nothing is removed here')),
    schemaOf: () => Promise.resolve(null),
    canI: (question) => {
      const allowed = known().namespaces.includes(question.namespace ?? '');
      return Promise.resolve({ allowed, reason: null });
    },
    rules: () => Promise.resolve({ rules: [], incomplete: true }),
    whoAmI: () => {
      known();
      return Promise.resolve({ name: 'ada', groups: [] });
    },
    withToken: (theirs) => fakeCluster(asked, theirs),
    close: () => Promise.resolve(),
  };
}

/** A key that seals; the number tells keys apart. */
export const keyOf = (fill: number) => ({
  id: `key-${fill}`,
  bytes: new Uint8Array(32).fill(fill),
});

type Load = <Module>(path: string) => Promise<Module>;

/** A console with AUTH=header and signed links, and what people do with them. */
export interface LinkWorld {
  readonly asked: Asked[];
  readonly runtime: (config?: Partial<Config>, skippedMs?: number) => Runtime;
  /** Makes a link as ada, or with another token. */
  readonly make: (asked: EmbedLinkAsked, token?: string) => Promise<string>;
  /** What the guard answers a panel that sends a link. */
  readonly look: (
    link: string | null,
    question: PanelQuestion,
    runtime?: Runtime,
    read?: (runtime: Runtime) => ResourceKind,
  ) => Promise<Response>;
  /** What the guard answers somebody who asks for a link by the API. */
  readonly post: (headers: Readonly<Record<string, string>>) => Promise<Response>;
}

const { signal } = new AbortController();
export const START = Date.UTC(2026, 10, 23, 12);

/** Puts the modules of the product, with a defect or without, on the fake cluster. */
export async function linkWorld(load: Load): Promise<LinkWorld> {
  const { testRuntime } = await load<typeof testRuntimeModule>(
    'lib/server/testing/test-runtime.ts',
  );
  const { makeEmbedLink } = await load<typeof makeModule>(
    'lib/server/use-cases/make-embed-link.ts',
  );
  const { createGuard, NO_QUERY } = await load<typeof guardModule>('lib/server/guard/guard.ts');
  const asked: Asked[] = [];
  const runtime = (config: Partial<Config> = {}, skippedMs = 0) =>
    testRuntime({
      config: {
        auth: 'header',
        embedAncestors: ['https://grafana.example'],
        embedNamespaces: ['shop'],
        embedLinkHours: 24,
        sessionKeys: () => [keyOf(1)],
        ...config,
      },
      upstreams: { kubernetes: fakeCluster(asked) },
      now: () => START + skippedMs,
    });
  const usual = runtime();
  return {
    asked,
    runtime,
    async make(wanted, token = 'canary-ada') {
      const headers = { authorization: `Bearer ${token}` };
      const who = await usual.identify(new Request('http://localhost/', { headers }));
      if (who === null) throw new Error('a bearer token makes an identity');
      return (await makeEmbedLink(usual, who, wanted, signal)).link;
    },
    look(link, question, rt = usual, read) {
      const options = { route: '/test', query: NO_QUERY, asks: () => question };
      const handler = createGuard(() => rt).withEmbedGuards(options, async ({ identity }) => {
        if (read !== undefined && identity.reader !== null) {
          const served = await identity.reader.resolve(read(rt), signal);
          if (served !== null) await identity.reader.list(served, question.namespaces[0], signal);
        }
        return { namespaces: identity.onlyNamespaces, writes: identity.writer !== null };
      });
      const headers = { host: 'localhost', ...(link === null ? {} : { 'alidade-link': link }) };
      const request = new Request('http://localhost/test', { headers });
      return handler(request, { params: Promise.resolve({}) });
    },
    post(headers) {
      const wanted: EmbedLinkAsked = { panel: 'graph', namespaces: ['shop'], hours: 1 };
      const options = { route: '/test', query: NO_QUERY };
      const handler = createGuard(() => usual).withGuards(options, (call) =>
        makeEmbedLink(call.runtime, call.identity, wanted, call.signal),
      );
      const request = new Request('http://localhost/test', { method: 'POST', headers, body: '{}' });
      return handler(request, { params: Promise.resolve({}) });
    },
  };
}
