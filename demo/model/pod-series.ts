import { scrapeLabels, type Labels } from './labels';
import { NATIVE_SIDECARS, PROXIES } from './proxies';
import { placeOf, podShares } from './place';
import { createRandom, replicaSetOf, seedOf } from './random';
import { busyRhythm, integral } from './rhythm';
import type { Tide } from './tide';
import { TideSeries } from './tide-series';
import type { DemoSeries, DemoTopology, DemoWorkload, EpochSeconds } from './types';
import { isWaypoint } from './waypoints';

/** What Istio calls its own version in `istio_build`. */
const PROXY_VERSION = '1.30.2';

/** A waypoint is a proxy and nothing else. */
const WAYPOINT_CONTAINER = 'istio-proxy';

const MEBIBYTE = 1024 * 1024;
/** The kernel hands out CPU time ten times a second. */
const PERIODS_PER_SECOND = 10;

interface Container {
  readonly name: string;
  readonly isInit: boolean;
  readonly cpuSecondsPerRequest: number;
  readonly idleCores: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes?: number | undefined;
  readonly cpuLimitCores?: number | undefined;
  readonly throttledShare: number;
}

/** One pod, and what its proxies' and containers' figures depend on. */
export interface PodContext {
  readonly workload: DemoWorkload;
  readonly pod: string;
  /** Share of the workload's requests that come to this pod. */
  readonly share: number;
  /** The streams of requests that come to the workload. */
  readonly arriving: readonly Tide[];
  readonly seed: number;
}

type SeriesMaker = (context: PodContext, name: string) => DemoSeries[];

function containersOf(workload: DemoWorkload): Container[] {
  const { namespace, app, behaviour, mesh } = workload;
  const own: Container = {
    name: isWaypoint(workload) ? WAYPOINT_CONTAINER : app,
    isInit: false,
    ...behaviour,
    memoryLimitBytes: Math.ceil((behaviour.memoryBytes * 1.6) / (64 * MEBIBYTE)) * 64 * MEBIBYTE,
    throttledShare: behaviour.throttledShare ?? 0,
  };
  const isNative = NATIVE_SIDECARS.has(namespace);
  const proxy = mesh === null ? null : PROXIES[mesh];
  if (proxy === null) return [own];
  return [own, { ...proxy, isInit: isNative }];
}

/** A text of hexadecimal digits like the identifiers that a runtime gives. */
function identifier(of: string): string {
  const random = createRandom(seedOf(of, 2));
  return Array.from({ length: 12 }, () => Math.floor(random() * 16).toString(16)).join('');
}

function cadvisorLabels({ workload, pod }: PodContext, { name }: Container): Labels {
  const { namespace } = workload;
  return containerLabels({ namespace, pod, container: name, node: placeOf(namespace, pod).node });
}

interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
}

/** What cAdvisor tells a container by. */
export function containerLabels({ namespace, pod, container, node }: ContainerPlace): Labels {
  const id = identifier(`${namespace}/${pod}/${container}`);
  return {
    ...{ container, namespace, pod },
    id: `/kubepods/burstable/${id}`,
    image: `registry.example/${container}:1.0`,
    instance: node,
    job: 'kubernetes-nodes-cadvisor',
    name: id,
  };
}

/** The labels of a pod's whole control group, which lacks the container's. */
function podGroupLabels(context: PodContext): Labels {
  const { workload, pod } = context;
  const { node } = placeOf(workload.namespace, pod);
  return {
    id: `/kubepods/burstable/pod${identifier(`${workload.namespace}/${pod}`)}`,
    instance: node,
    job: 'kubernetes-nodes-cadvisor',
    namespace: workload.namespace,
    pod,
  };
}

function gauge(name: string, labels: Labels, valueAt: (at: EpochSeconds) => number): DemoSeries {
  return { name, labels, type: 'gauge', valueAt };
}

function constant(name: string, labels: Labels, value: number): DemoSeries {
  return gauge(name, labels, () => value);
}

function cpuCounter(context: PodContext, name: string, labels: Labels, of: readonly Container[]) {
  const perRequest = of.reduce((sum, container) => sum + container.cpuSecondsPerRequest, 0);
  const idle = of.reduce((sum, container) => sum + container.idleCores, 0);
  return new TideSeries({
    name,
    labels,
    type: 'counter',
    tides: context.arriving,
    each: { calm: perRequest * context.share, busy: perRequest * context.share * 1.25 },
    idlePerSecond: idle,
  });
}

function cpu(context: PodContext, name: string): DemoSeries[] {
  const containers = containersOf(context.workload);
  return [
    cpuCounter(context, name, podGroupLabels(context), containers),
    ...containers.map((container) =>
      cpuCounter(context, name, cadvisorLabels(context, container), [container]),
    ),
  ];
}

function memory(context: PodContext, name: string): DemoSeries[] {
  const containers = containersOf(context.workload);
  const { mean, waves } = busyRhythm(context.pod, context.seed);
  const level = (at: EpochSeconds) =>
    waves.reduce(
      (sum, { amplitude, frequency, phase }) => sum + amplitude * Math.sin(frequency * at + phase),
      mean,
    );
  const valueOf = (bytes: number) => (at: EpochSeconds) =>
    Math.round((bytes * (0.85 + 0.3 * level(at))) / 4096) * 4096;
  const total = containers.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  return [
    gauge(name, podGroupLabels(context), valueOf(total)),
    ...containers.map((container) =>
      gauge(name, cadvisorLabels(context, container), valueOf(container.memoryBytes)),
    ),
  ];
}

function periods(unit: (container: Container) => number): SeriesMaker {
  return (context, name) => {
    const rhythm = busyRhythm(context.pod, context.seed);
    return containersOf(context.workload)
      .filter(({ cpuLimitCores }) => cpuLimitCores !== undefined)
      .map((container) => ({
        name,
        labels: cadvisorLabels(context, container),
        type: 'counter',
        valueAt: (at) =>
          unit(container) * PERIODS_PER_SECOND * (integral(rhythm, at) / rhythm.mean),
      }));
  };
}

const KUBE_STATE_METRICS: Labels = {
  instance: 'kube-state-metrics.kube-system.svc:8080',
  job: 'kube-state-metrics',
};

function kubeStateLabels({ workload, pod }: PodContext): Labels {
  return { ...KUBE_STATE_METRICS, namespace: workload.namespace, pod };
}

function resources(kind: 'limits' | 'requests', isInit: boolean): SeriesMaker {
  const part = kind === 'limits' ? 1 : 0.25;
  return (context, name) => {
    const { node } = placeOf(context.workload.namespace, context.pod);
    const uid = identifier(`${context.workload.namespace}/${context.pod}/uid`);
    return containersOf(context.workload)
      .filter((container) => container.isInit === isInit)
      .flatMap((container) => {
        const labels = { ...kubeStateLabels(context), container: container.name, node, uid };
        const bounds = [
          { resource: 'cpu', unit: 'core', bound: container.cpuLimitCores },
          { resource: 'memory', unit: 'byte', bound: container.memoryLimitBytes },
        ];
        return bounds.flatMap(({ bound, ...kind }) =>
          bound === undefined ? [] : [constant(name, { ...labels, ...kind }, bound * part)],
        );
      });
  };
}

function podOwner(context: PodContext, name: string): DemoSeries[] {
  const owner = {
    owner_is_controller: 'true',
    owner_kind: 'ReplicaSet',
    owner_name: replicaSetOf(context.pod),
  };
  return [constant(name, { ...kubeStateLabels(context), ...owner }, 1)];
}

function replicaSetOwner(context: PodContext, name: string): DemoSeries[] {
  const { workload, pod } = context;
  if (pod !== workload.pods[0]) return [];
  const owner = {
    namespace: workload.namespace,
    owner_is_controller: 'true',
    owner_kind: 'Deployment',
    owner_name: workload.name,
    replicaset: replicaSetOf(pod),
  };
  return [constant(name, { ...KUBE_STATE_METRICS, ...owner }, 1)];
}

function ofProxies(more: Labels): SeriesMaker {
  return ({ workload, pod }, name) =>
    workload.mesh === 'istio'
      ? [constant(name, { ...scrapeLabels(workload, pod), ...more }, 1)]
      : [];
}

/** What kubelets, kube-state-metrics and the scrapes themselves say of a pod, by metric name. */
export const POD_METRICS: Readonly<Record<string, SeriesMaker>> = {
  up: ofProxies({}),
  istio_build: ofProxies({ component: 'proxy', tag: PROXY_VERSION }),
  container_cpu_usage_seconds_total: cpu,
  container_memory_working_set_bytes: memory,
  container_cpu_cfs_periods_total: periods(() => 1),
  container_cpu_cfs_throttled_periods_total: periods(({ throttledShare }) => throttledShare),
  kube_pod_container_resource_requests: resources('requests', false),
  kube_pod_container_resource_limits: resources('limits', false),
  kube_pod_init_container_resource_requests: resources('requests', true),
  kube_pod_init_container_resource_limits: resources('limits', true),
  kube_pod_owner: podOwner,
  kube_replicaset_owner: replicaSetOwner,
};

/** The contexts of all pods. `arrivingAt` gives the streams that come to a workload. */
export function podContexts(
  topology: DemoTopology,
  seed: number,
  arrivingAt: (workload: DemoWorkload) => readonly Tide[],
): PodContext[] {
  return topology.workloads.flatMap((workload) => {
    const shares = podShares(workload.pods);
    const arriving = arrivingAt(workload);
    return workload.pods.map((pod, index) => ({
      workload,
      pod,
      share: shares[index] ?? 0,
      arriving,
      seed,
    }));
  });
}
