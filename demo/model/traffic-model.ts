import { FaultFlows } from './fault-flows';
import { flowsOf, setRates, type Flow } from './flow';
import type { MakeMetrics } from './metrics';
import { POD_METRICS, podContexts, type PodContext } from './pod-series';
import { keyOf, shareCalls } from './routing';
import type { Tide } from './tide';
import { truthOf } from './truth';
import type { DemoRoute, DemoSeries, DemoTopology, EpochSeconds, TrafficModel } from './types';

/** Meshes with more services than this do without the least used series. */
const SMALL_MESH_SERVICES = 100;

function tidesByTarget(flows: readonly Flow[]): Map<string, Tide[]> {
  const tides = new Map<string, Tide[]>();
  for (const { target, tide } of flows) {
    if (!target) continue;
    const known = tides.get(keyOf(target));
    if (known) known.push(tide);
    else tides.set(keyOf(target), [tide]);
  }
  return tides;
}

/** Series by metric name, made when first asked for. */
class SeriesCatalogue {
  readonly #makers: ReadonlyMap<string, () => DemoSeries[]>;
  readonly #made = new Map<string, readonly DemoSeries[]>();
  #all: readonly DemoSeries[] | undefined;

  constructor(makers: ReadonlyMap<string, () => DemoSeries[]>) {
    this.#makers = makers;
  }

  named(name: string): readonly DemoSeries[] {
    const known = this.#made.get(name);
    if (known) return known;
    const made = this.#makers.get(name)?.() ?? [];
    this.#made.set(name, made);
    return made;
  }

  all(): readonly DemoSeries[] {
    this.#all ??= [...this.#makers.keys()].flatMap((name) => this.named(name));
    return this.#all;
  }
}

function catalogueOf(
  flows: readonly Flow[],
  pods: readonly PodContext[],
  options: Parameters<MakeMetrics>[0],
  meshes: readonly MakeMetrics[],
): SeriesCatalogue {
  const makers = new Map<string, () => DemoSeries[]>();
  for (const makeMetrics of meshes) {
    for (const [name, make] of Object.entries(makeMetrics(options))) {
      // Meshes may share a metric: Envoy's own are those of two.
      const others = makers.get(name);
      makers.set(name, () => [...(others?.() ?? []), ...make(flows)]);
    }
  }
  for (const [name, make] of Object.entries(POD_METRICS)) {
    // Some proxies are no pods of the traffic, such as one on each node.
    const others = makers.get(name);
    makers.set(name, () => [...(others?.() ?? []), ...pods.flatMap((pod) => make(pod, name))]);
  }
  return new SeriesCatalogue(makers);
}

/** Makes the traffic of a mesh. Equal arguments and equal `setRoutes` calls give equal traffic. */
export function createTrafficModel({
  topology,
  seed,
  meshes,
}: {
  readonly topology: DemoTopology;
  readonly seed: number;
  /** What the proxies of each mesh report. */
  readonly meshes: readonly MakeMetrics[];
}): TrafficModel {
  const calls = flowsOf(topology, seed);
  const injected = calls.map((call) => new FaultFlows(call));
  let everyFlow: readonly Flow[] = [];
  let pods: readonly PodContext[] = [];
  const options = {
    withSizeBuckets: topology.services.length <= SMALL_MESH_SERVICES,
    workloads: topology.workloads,
  };
  let carrying: readonly Flow[] = [];
  let catalogue = catalogueOf(carrying, pods, options, meshes);

  function setRoutes(routes: readonly DemoRoute[], at: EpochSeconds): void {
    const shares = shareCalls(topology, routes);
    const flows = calls.map((call, i) => {
      const share = shares[i];
      return [...call.flows, ...(share === undefined ? [] : (injected[i]?.under(share) ?? []))];
    });
    setRates(flows, shares, at);
    const all = flows.flat();
    if (all.length !== everyFlow.length) {
      everyFlow = all;
      const arriving = tidesByTarget(everyFlow);
      pods = podContexts(topology, seed, (workload) => arriving.get(keyOf(workload)) ?? []);
    }
    const now = everyFlow.filter(({ tide }) => tide.flows);
    const isSame = now.length === carrying.length && now.every((flow, i) => flow === carrying[i]);
    if (isSame) return;
    carrying = now;
    catalogue = catalogueOf(carrying, pods, options, meshes);
  }

  setRoutes(topology.routes, -Infinity);
  return {
    topology,
    setRoutes,
    series: (name) => (name === undefined ? catalogue.all() : catalogue.named(name)),
    truth: (at, windowSeconds) => truthOf(carrying, at, windowSeconds),
  };
}
