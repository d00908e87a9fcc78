import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { USERS } from '../../../demo/kubernetes/access';
import { binaryOf } from '../build-parts.mjs';
import { AUDIT_POLICY } from './audit';
import { createProgram, freePorts, type Program } from './processes';

/** A real Kubernetes API on a real etcd. No controllers run: it keeps what it is told, and no more. */
export interface ApiServer {
  readonly etcd: Program;
  readonly program: Program;
  readonly url: string;
  /** Path of the certificate that it signs itself. */
  readonly certificate: string;
  /** Path of the log of all requests. See `audit.ts`. */
  readonly auditLog: string;
  /** Paths of kubeconfig files by the person that is current in each. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  /** Sends a request as one of the people. The body is JSON. */
  call(
    person: string,
    method: string,
    path: string,
    body?: unknown,
    type?: string,
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Prepares the two servers in a folder of their own; their programs are to be started in this order.
 *
 * @param more Further arguments of the API server.
 */
export async function createApiServer(
  folder: string,
  more: readonly string[] = [],
): Promise<ApiServer> {
  mkdirSync(folder, { recursive: true });
  const [client = 0, peer = 0, secure = 0] = await freePorts(3);
  const inFolder = (name: string) => join(folder, name);
  const etcdUrl = `http://127.0.0.1:${client}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  const url = `https://127.0.0.1:${secure}`;

  execFileSync('openssl', ['genrsa', '-out', inFolder('sa.key'), '2048'], { stdio: 'ignore' });
  writeFileSync(inFolder('tokens.csv'), tokens(), { mode: 0o600 });
  writeFileSync(inFolder('audit-policy.json'), JSON.stringify(AUDIT_POLICY));

  const etcd = createProgram({
    name: 'etcd',
    command: binaryOf('etcd'),
    args: [
      ...['--data-dir', inFolder('etcd'), '--listen-client-urls', etcdUrl],
      ...['--advertise-client-urls', etcdUrl, '--listen-peer-urls', peerUrl],
      ...['--initial-advertise-peer-urls', peerUrl, '--initial-cluster', `default=${peerUrl}`],
      ...['--unsafe-no-fsync', '--log-level', 'warn'],
    ],
    log: inFolder('etcd.log'),
    isReady: async () => (await fetch(`${etcdUrl}/health`)).ok,
  });
  const certificate = inFolder('certs/apiserver.crt');
  const call = caller(url, certificate);
  const program = createProgram({
    name: 'kube-apiserver',
    command: binaryOf('kube-apiserver'),
    args: [
      ...[`--etcd-servers=${etcdUrl}`, `--cert-dir=${inFolder('certs')}`],
      ...[`--secure-port=${secure}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1'],
      `--service-account-key-file=${inFolder('sa.key')}`,
      `--service-account-signing-key-file=${inFolder('sa.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      ...['--authorization-mode=RBAC', `--token-auth-file=${inFolder('tokens.csv')}`],
      ...['--anonymous-auth=false', '--disable-admission-plugins=ServiceAccount'],
      ...['--service-cluster-ip-range=10.0.0.0/16', '--v=0'],
      `--audit-policy-file=${inFolder('audit-policy.json')}`,
      ...[`--audit-log-path=${inFolder('audit.log')}`, '--audit-log-mode=blocking'],
      ...more,
    ],
    log: inFolder('apiserver.log'),
    isReady: async () => (await call('admin', 'GET', '/readyz')).status === 200,
  });
  const auditLog = inFolder('audit.log');
  const kubeconfigs = writeKubeconfigs(folder, url);
  return { etcd, program, url, certificate, call, auditLog, kubeconfigs };
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokens(): string {
  return USERS.map(({ name, token, uid }) => {
    const groups = name === 'admin' ? 'system:masters' : `${name}s`;
    return `${token},${name},${uid},"${groups}"\n`;
  }).join('');
}

/** Sends requests to an API server whose certificate is in a file. */
export function caller(url: string, certificate: string): ApiServer['call'] {
  let agent: Agent | null = null;
  return async (person, method, path, body, type = 'application/json') => {
    agent ??= new Agent({ connect: { ca: readFileSync(certificate, 'utf8') } });
    const token = USERS.find(({ name }) => name === person)?.token ?? '';
    const response = await request(new URL(path, url), {
      method,
      dispatcher: agent,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    const answer: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: response.statusCode, body: answer };
  };
}

function writeKubeconfigs(folder: string, server: string): Record<string, string> {
  const cluster = { server, 'certificate-authority': 'certs/apiserver.crt' };
  return Object.fromEntries(
    USERS.map(({ name, token }) => {
      const path = join(folder, `${name}.kubeconfig`);
      const config = {
        'current-context': 'real',
        clusters: [{ name: 'real', cluster }],
        users: [{ name, user: { token } }],
        contexts: [{ name: 'real', context: { cluster: 'real', user: name } }],
      };
      writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
      return [name, path];
    }),
  );
}
