import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { caller, type Answer } from '../world/apiserver';
import type { World } from '../world/world';
import type { Manifest } from './helm';

/** Where the API has the kinds that the chart makes. */
const PLURALS: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  HTTPRoute: 'httproutes',
  Ingress: 'ingresses',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  PodDisruptionBudget: 'poddisruptionbudgets',
  Pod: 'pods',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  ServiceMonitor: 'servicemonitors',
};

/** What an administrator does with the real API server. */
export interface Cluster {
  readonly certificate: string;
  /** Creates objects; fields that the API does not know are refused. @throws Error when one is refused */
  apply(objects: readonly Manifest[]): Promise<void>;
  /** What the API says to one object that is not kept. */
  tryOut(object: Manifest): Promise<Answer>;
  get(path: string): Promise<unknown>;
  replace(object: Manifest): Promise<void>;
  /** A short-lived token of a service account, as a kubelet asks for it. */
  tokenFor(namespace: string, serviceAccount: string): Promise<string>;
}

const tokenSchema = z.object({ status: z.object({ token: z.string() }) });

export function pathOf({ apiVersion, kind, metadata }: Manifest): string {
  const plural = PLURALS[kind];
  if (plural === undefined) throw new Error(`nobody knows where ${kind} is`);
  const start = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const { namespace } = metadata;
  return `${start}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${plural}`;
}

/** Talks to the real API server as its administrator. */
export function clusterOf(world: World): Cluster {
  const call = caller(world.apiUrl, world.apiCertificate);
  const asAdmin = async (method: string, path: string, body?: unknown) => {
    const answer = await call('admin', method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  };
  return {
    certificate: readFileSync(world.apiCertificate, 'utf8'),
    async apply(objects) {
      for (const object of objects) {
        await asAdmin('POST', `${pathOf(object)}?fieldValidation=Strict`, object);
      }
    },
    tryOut: (object) => call('admin', 'POST', `${pathOf(object)}?dryRun=All`, object),
    get: (path) => asAdmin('GET', path),
    async replace(object) {
      await asAdmin('PUT', `${pathOf(object)}/${object.metadata.name}`, object);
    },
    async tokenFor(namespace, serviceAccount) {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
      const request = {
        ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
        spec: { expirationSeconds: 3600 },
      };
      return tokenSchema.parse(await asAdmin('POST', path, request)).status.token;
    },
  };
}
