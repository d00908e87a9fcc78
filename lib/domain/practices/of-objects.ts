import { counted } from '@/lib/domain/format';
import type { NamespaceFacts } from '@/lib/domain/practices/facts';
import type { PracticeScore } from '@/lib/domain/practices/practice';
import { named, score, shareState } from '@/lib/domain/practices/words';

/** Objects of meshes for each service: up to so many are few, up to so many some. */
const FEW_OBJECTS = 4;
const SOME_OBJECTS = 8;

/** Few objects, and none of them wrong. */
export function startSimple({ objects, services, errors }: NamespaceFacts): PracticeScore {
  const id = 'start-simple';
  if (services.length === 0) return score(id, 'none', ['It has no service.']);
  const each = objects / services.length;
  const evidence = [
    `${counted(objects, 'object of a mesh', 'objects of meshes')} for ${counted(services.length, 'service', 'services')}.`,
    errors === 0
      ? 'The checks find no error in them.'
      : `The checks find ${counted(errors, 'error', 'errors')} in them.`,
  ];
  if (errors > 0) {
    const state = each <= SOME_OBJECTS ? 'partly' : 'missing';
    return score(id, state, evidence, 'Mend the errors that the checks name.');
  }
  if (each <= FEW_OBJECTS) return score(id, 'met', evidence);
  const next = 'Take out objects that repeat what the mesh does by itself.';
  return score(id, each <= SOME_OBJECTS ? 'partly' : 'missing', evidence, next);
}

/** All pods take part, or none does and nobody said that they should. */
export function rollout({ pods, podsInMesh, enrolledBy }: NamespaceFacts): PracticeScore {
  const id = 'rollout';
  if (pods === 0) return score(id, 'none', ['It has no running pod.']);
  const said = enrolledBy.length === 0 ? [] : [`Enrolled by ${named(enrolledBy)}.`];
  const evidence = [`${podsInMesh} of ${counted(pods, 'pod', 'pods')} take part.`, ...said];
  const next =
    enrolledBy.length > 0
      ? 'Restart the pods that are still outside, so that they get a proxy.'
      : 'Enrol the namespace when those that it calls have settled in.';
  return score(id, shareState(podsInMesh, pods), evidence, next);
}

/** CPU and memory of each proxy are bounded. */
export function proxyLimits({ proxies, podsInMesh }: NamespaceFacts): PracticeScore {
  const id = 'proxy-limits';
  if (proxies.length === 0) {
    const words = podsInMesh > 0 ? 'Its pods have no proxy of their own.' : 'It has no proxy.';
    return score(id, 'none', [words]);
  }
  const bounded = proxies.filter((proxy) => proxy.hasCpuLimit && proxy.hasMemoryLimit);
  const some = proxies.filter((proxy) => proxy.hasCpuLimit || proxy.hasMemoryLimit);
  const without = proxies.filter((proxy) => !bounded.includes(proxy)).map(({ pod }) => pod);
  const evidence = [
    `${bounded.length} of ${counted(proxies.length, 'proxy', 'proxies')} have limits of CPU and memory.`,
    ...(without.length === 0 ? [] : [`Without: ${named(without)}.`]),
  ];
  const state = shareState(bounded.length, proxies.length);
  const next = 'Set limits for the proxy in the mesh’s injection settings or by annotation.';
  return score(id, state === 'missing' && some.length > 0 ? 'partly' : state, evidence, next);
}

/** Calls of each service are broken off where its servers are overwhelmed. */
export function circuitBreakers({ services }: NamespaceFacts): PracticeScore {
  const id = 'circuit-breakers';
  const able = services.filter(({ breaker }) => breaker !== 'impossible');
  if (able.length === 0) {
    return score(id, 'none', ['No mesh that serves it breaks circuits.']);
  }
  const set = able.filter(({ breaker }) => breaker === 'set');
  const without = able.filter(({ breaker }) => breaker === 'unset').map(({ name }) => name);
  const evidence = [
    `${set.length} of ${counted(able.length, 'service', 'services')} have one.`,
    ...(without.length === 0 ? [] : [`Without: ${named(without)}.`]),
  ];
  const next = `Set connection limits or outlier detection for ${named(without.slice(0, 1))} first.`;
  return score(id, shareState(set.length, able.length), evidence, next);
}

/** Workloads say their version, and services with several tell them apart. */
export function versions({ services, workloads }: NamespaceFacts): PracticeScore {
  const id = 'versions';
  if (workloads.length === 0) return score(id, 'none', ['It has no workload.']);
  const labelled = workloads.filter(({ hasVersion }) => hasVersion);
  const several = services.filter((service) => service.versions.length > 1);
  const split = several.filter(({ isSplit }) => isSplit);
  const mixed = several.filter(({ isSplit }) => !isSplit).map(({ name }) => name);
  const unlabelled = workloads.filter(({ hasVersion }) => !hasVersion).map(({ name }) => name);
  const evidence = [
    `${labelled.length} of ${counted(workloads.length, 'workload', 'workloads')} say their version.`,
    several.length === 0
      ? 'No service has more than one version.'
      : `${split.length} of ${counted(several.length, 'service', 'services')} with several versions tell them apart.`,
    ...(mixed.length === 0 ? [] : [`Mixed: ${named(mixed)}.`]),
  ];
  const next =
    mixed.length > 0
      ? `Name the versions of ${mixed[0] ?? ''} as subsets, so that weights can move between them.`
      : `Label the pods of ${named(unlabelled.slice(0, 1))} with their version.`;
  const state = shareState(labelled.length, workloads.length);
  return score(id, state === 'met' && mixed.length > 0 ? 'partly' : state, evidence, next);
}

/** Some fault is tried out, or was, as objects remember it that were changed here; others leave no trace. */
export function faultInjection(facts: NamespaceFacts): PracticeScore {
  const { faults, earlierFaults, services } = facts;
  const id = 'fault-injection';
  if (services.length === 0) return score(id, 'none', ['It has no service.']);
  if (faults.length > 0) {
    return score(
      id,
      'met',
      faults.map((fault) => `In force now: ${fault}`),
    );
  }
  if (earlierFaults.length > 0) {
    return score(id, 'met', [`No fault is in force now. Tried before: ${named(earlierFaults)}.`]);
  }
  const evidence = ['No fault is in force now, and no object remembers one.'];
  const next =
    'Delay one call in a hundred of one service for an hour, and see what its callers do.';
  return score(id, 'unknown', evidence, next);
}
