import 'server-only';
import type { ProxyCostDto, SharedProxyDto } from '@/lib/contract/practices';
import type { MeshId } from '@/lib/domain/model';
import type { NamespaceFacts } from '@/lib/domain/practices/facts';
import type { QueryAnswers, SharedProxy } from '@/lib/mesh/adapter';

const THOUSAND = 1000;

/** What the proxies of a namespace take, from the answers of `proxyCostQueries`. */
export function proxyCostOf(
  { namespace, inbound }: NamespaceFacts,
  answers: QueryAnswers,
): ProxyCostDto {
  const of = (key: string) =>
    answers.get(key)?.find(({ labels }) => labels.get('namespace') === namespace)?.value;
  const [cpuCores, memoryBytes] = [of('proxyCpu'), of('proxyMemory')];
  // Where no call is known nobody counted, which is not the same as none.
  const rate =
    inbound.length === 0
      ? undefined
      : inbound.reduce((sum, { requestRate }) => sum + requestRate, 0);
  return defined({
    cpuCores,
    cpuShare: ratio(cpuCores, of('allCpu')),
    memoryBytes,
    memoryShare: ratio(memoryBytes, of('allMemory')),
    requestRate: rate,
    cpuSecondsPerThousand: ratio(cpuCores, rate, THOUSAND),
    bytesPerThousandPerSecond: ratio(memoryBytes, rate, THOUSAND),
  });
}

/** A proxy with the mesh that it belongs to. */
export interface OwnedProxy extends SharedProxy {
  readonly mesh: MeshId;
}

/** What a shared proxy takes, from the answers of `sharedProxyQueries`: the sum over its pods. */
export function sharedCostOf(proxy: OwnedProxy, answers: QueryAnswers): SharedProxyDto {
  const { mesh, kind, namespace, name, pods, serves } = proxy;
  const own = new Set(pods);
  const sumOf = (key: string): number | undefined => {
    const found = (answers.get(key) ?? []).filter(
      ({ labels }) => labels.get('namespace') === namespace && own.has(labels.get('pod') ?? ''),
    );
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  };
  const [cpuCores, memoryBytes] = [sumOf('sharedCpu'), sumOf('sharedMemory')];
  return {
    ...{ mesh, kind, namespace, name, pods: pods.length, serves: [...serves] },
    ...(cpuCores === undefined ? {} : { cpuCores }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}

/** Nothing of nothing is no figure. */
function ratio(part: number | undefined, whole: number | undefined, by = 1): number | undefined {
  if (part === undefined || whole === undefined || whole <= 0) return undefined;
  return (part / whole) * by;
}

function defined(fields: ProxyCostDto): ProxyCostDto {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}
