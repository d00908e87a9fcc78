import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates, type Certificates } from '@/lib/testing/certificates';
import { binaryOf } from '../build-parts.mjs';
import { answers, createProgram, freePorts, type Program } from '../world/processes';
import type { EnvoyTarget } from '../world/prometheus';
import { bootstrapOf, type Cluster, type Listener, type Proxy } from './bootstrap';
import { NAMESPACE, type Callee, type Dialect } from './dialect';
import { startGrpc, startHttp, startTcp, type Upstream } from './upstreams';

/** The services that `web` calls through its proxy. */
export type ServiceName = 'shelf' | 'rates' | 'loans' | 'ledger' | 'slow' | 'gone' | 'db';

interface Plan {
  readonly protocol: Callee['protocol'];
  /** With their weights; a service of one version has none. */
  readonly versions?: Readonly<Record<string, number>>;
  /** Whether it has a proxy too. */
  readonly isInMesh: boolean;
  readonly retries?: boolean;
  readonly timeoutMs?: number;
  /** Whether its proxy takes nothing but mutual TLS. */
  readonly isSecure?: boolean;
}

export const TIMEOUT_MS = 200;

const PLANS: Readonly<Record<ServiceName, Plan>> = {
  shelf: { protocol: 'http', versions: { v1: 90, v2: 10 }, isInMesh: true, isSecure: true },
  // A second service with a subset called v1.
  rates: { protocol: 'http', versions: { v1: 100 }, isInMesh: false },
  loans: { protocol: 'http', isInMesh: true, retries: true },
  ledger: { protocol: 'grpc', isInMesh: true },
  slow: { protocol: 'http', isInMesh: false, timeoutMs: TIMEOUT_MS },
  gone: { protocol: 'http', isInMesh: false },
  db: { protocol: 'tcp', isInMesh: true, isSecure: true },
};

/** The proxies of one mesh with the servers behind them. */
export interface Town {
  readonly targets: readonly EnvoyTarget[];
  /** Where `web` reaches a service. */
  readonly portOf: (service: ServiceName) => number;
  /** How many requests the server behind a workload got, as it counted itself. */
  readonly got: (workload: string) => number;
  readonly close: () => Promise<void>;
}

interface Server {
  readonly callee: Callee;
  readonly workload: string;
  readonly upstream: Upstream | null;
  readonly proxy: { readonly admin: number; readonly port: number } | null;
  /** Where its callers' clusters lead. */
  readonly port: number;
}

/** Starts servers and Envoys as one mesh would configure them. */
export async function startTown(dialect: Dialect, folder: string): Promise<Town> {
  mkdirSync(folder, { recursive: true });
  const certificates = makeCertificates(folder);
  const tlsOf = ({ callee }: Server) =>
    PLANS[callee.service as ServiceName].isSecure === true ? certificates : undefined;
  const servers = await startServers();
  const names = Object.keys(PLANS) as ServiceName[];
  const [admin = 0, ...listenerPorts] = await freePorts(1 + names.length);
  const ports = new Map(names.map((name, i) => [name, listenerPorts[i] ?? 0]));
  const web: Proxy = {
    id: 'web',
    adminPort: admin,
    statsTags: dialect.statsTags('web', undefined),
    listeners: names.map((name) => upstreamListener(dialect, name, ports.get(name) ?? 0)),
    clusters: servers.map((server) => ({
      ...clusterOf(dialect.outbound(server.callee), server),
      tls: tlsOf(server),
    })),
  };
  const proxies = [web, ...servers.flatMap((server) => sidecarOf(dialect, server, tlsOf(server)))];
  const programs = proxies.map((proxy) => programOf(proxy, folder));
  const close = async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await Promise.all(servers.flatMap(({ upstream }) => upstream?.close() ?? []));
  };
  try {
    await Promise.all(programs.map((program) => program.start()));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    targets: proxies.map(({ id, adminPort }) => ({
      address: `127.0.0.1:${adminPort}`,
      labels: dialect.place(NAMESPACE, `${id}-6f7d8c9b54-x2x4z`),
    })),
    portOf: (service) => ports.get(service) ?? 0,
    got: (workload) =>
      servers.find((each) => each.workload === workload)?.upstream?.requests() ?? 0,
    close,
  };
}

async function startServers(): Promise<readonly Server[]> {
  const callees = Object.entries(PLANS).flatMap(([service, { protocol, versions }]): Callee[] =>
    versions === undefined
      ? [{ service, protocol }]
      : Object.keys(versions).map((version) => ({ service, protocol, version })),
  );
  const started: Server[] = [];
  // One after the other, so that no two are given the same free port.
  for (const callee of callees) started.push(await startServer(callee));
  return started;
}

async function startServer(callee: Callee): Promise<Server> {
  const { service, version, protocol } = callee;
  const [closed = 0, admin = 0, port = 0] = await freePorts(3);
  const upstream = service === 'gone' ? null : await startUpstream(protocol);
  const { isInMesh } = PLANS[service as ServiceName];
  return {
    callee,
    workload: version === undefined ? service : `${service}-${version}`,
    upstream,
    proxy: isInMesh ? { admin, port } : null,
    port: isInMesh ? port : (upstream?.port ?? closed),
  };
}

function startUpstream(protocol: Callee['protocol']): Promise<Upstream> {
  if (protocol === 'grpc') return startGrpc();
  return protocol === 'tcp' ? startTcp() : startHttp();
}

function clusterOf(name: string, { callee, port }: Pick<Server, 'callee' | 'port'>): Cluster {
  return { name, port, isHttp2: callee.protocol === 'grpc' };
}

function upstreamListener(dialect: Dialect, service: ServiceName, port: number): Listener {
  const { protocol, versions, retries, timeoutMs } = PLANS[service];
  const weights = versions === undefined ? [[undefined, 100] as const] : Object.entries(versions);
  return {
    port,
    statPrefix: dialect.listenerPrefix.outbound,
    kind: protocol === 'tcp' ? 'tcp' : 'http',
    grpcStats: protocol === 'grpc' && dialect.countsStatuses,
    route: {
      to: weights.map(([version, weight]) => {
        const callee = { service, protocol, ...(version === undefined ? {} : { version }) };
        return { cluster: dialect.outbound(callee), weight };
      }),
      ...(retries === undefined ? {} : { retries }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    },
  };
}

function sidecarOf(
  dialect: Dialect,
  { callee, workload, upstream, proxy }: Server,
  tls: Certificates | undefined,
): Proxy[] {
  if (proxy === null || upstream === null) return [];
  const { protocol, service, version } = callee;
  const cluster = dialect.inbound(callee);
  const listener: Listener = {
    port: proxy.port,
    statPrefix: dialect.listenerPrefix.inbound,
    kind: protocol === 'tcp' ? 'tcp' : 'http',
    grpcStats: protocol === 'grpc' && dialect.countsStatuses,
    route: { to: [{ cluster, weight: 100 }] },
    tls,
  };
  return [
    {
      id: workload,
      adminPort: proxy.admin,
      statsTags: dialect.statsTags(service, version),
      listeners: [listener],
      clusters: [clusterOf(cluster, { callee, port: upstream.port })],
    },
  ];
}

function programOf(proxy: Proxy, folder: string): Program {
  const config = join(folder, `${proxy.id}.json`);
  writeFileSync(config, bootstrapOf(proxy));
  return createProgram({
    name: `envoy of ${proxy.id}`,
    command: binaryOf('envoy'),
    args: [
      ...['--config-path', config, '--concurrency', '1', '--disable-hot-restart'],
      ...['--log-level', 'warning'],
    ],
    log: join(folder, `${proxy.id}.log`),
    isReady: () => answers(`http://127.0.0.1:${proxy.adminPort}/ready`),
  });
}
