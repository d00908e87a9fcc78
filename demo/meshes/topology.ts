import { withStandbyVersions } from '../kubernetes/standby';
import type { DemoTopology } from '../model/types';
import type { MeshPart, TopologyPart } from './part';

/**
 * Puts the topologies of some parts together. Calls whose caller or callee is in none of them are left out,
 * so that each part can stand alone; a namespace that several have is one.
 */
export function joinTopologies(parts: readonly MeshPart[], seed: number): TopologyPart {
  const all = parts.map((part) => part.topology(seed));
  const workloads = all.flatMap((part) => part.workloads);
  const services = all.flatMap((part) => part.services);
  const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
    `${namespace}/${name}`;
  const callers = new Set(workloads.map(keyOf));
  const callees = new Set(services.map(keyOf));
  const namespaces = new Map(
    all.flatMap((part) => part.namespaces).map((namespace) => [namespace.name, namespace]),
  );
  return {
    namespaces: [...namespaces.values()],
    workloads,
    services,
    calls: all
      .flatMap((part) => part.calls)
      .filter(({ from, to }) => (from === null || callers.has(from)) && callees.has(to)),
  };
}

/** The demo's topology of some parts, with the versions that wait for traffic. Its routes come later. */
export function demoTopology(parts: readonly MeshPart[], seed: number): DemoTopology {
  return withStandbyVersions({ ...joinTopologies(parts, seed), routes: [] }, seed);
}
