import type { KubeObject } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import { faultEndOf, type ActiveFault, type RetryLayer } from '@/lib/domain/resilience/setting';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, numberOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { fqdnOf } from '@/lib/mesh/hosts';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { matchWords } from '@/lib/mesh/istio/match-words';
import { refOf } from '@/lib/mesh/object-refs';

/** The faults that VirtualServices inject: those with a share above 0, for a share of 0 never fires. */
export function faults(objects: ObjectStore): readonly ActiveFault[] {
  return objects
    .list(VIRTUAL_SERVICE)
    .flatMap((object) =>
      listOf(fieldsOf(object.spec)['http']).flatMap((route, index) =>
        (['delay', 'abort'] as const).flatMap((kind) =>
          faultsOf(object, fieldsOf(route), index, kind),
        ),
      ),
    );
}

function faultsOf(
  object: KubeObject,
  route: Fields,
  index: number,
  kind: ActiveFault['kind'],
): readonly ActiveFault[] {
  const fault = fieldsOf(fieldsOf(route['fault'])[kind]);
  const percent = percentOf(fault, kind);
  const effect = kind === 'delay' ? delayWords(fault) : abortWords(fault);
  if (percent === 0 || effect === null) return [];
  return textsOf(fieldsOf(object.spec)['hosts']).map((host) => ({
    host: fqdnOf(host, object.metadata.namespace ?? ''),
    kind,
    percent,
    words: `${percent} % of requests ${effect}`,
    match: matchWords(route['match']).join(', or '),
    object: refOf(object, VIRTUAL_SERVICE),
    path: pointerOf('spec', 'http', index, 'fault', kind),
    endsAtMs: faultEndOf(object.metadata.annotations),
  }));
}

function percentOf(fault: Fields, kind: ActiveFault['kind']): number {
  const percent = numberOf(valueAt(fault, '/percentage/value'));
  return percent ?? (kind === 'delay' ? numberOf(fault['percent']) : undefined) ?? 0;
}

function delayWords({ fixedDelay }: Fields): string | null {
  const delay = textOf(fixedDelay);
  return delay === undefined ? null : `are delayed by ${delay}`;
}

function abortWords({ httpStatus, grpcStatus }: Fields): string | null {
  const [http, grpc] = [numberOf(httpStatus), textOf(grpcStatus)];
  if (http !== undefined) return `get status ${http}`;
  return grpc === undefined ? null : `get the gRPC status ${grpc}`;
}

/** How often routes try a request at most, as far as they say so: the default of the mesh is not counted. */
export function retryLayers(objects: ObjectStore): readonly RetryLayer[] {
  return objects.list(VIRTUAL_SERVICE).flatMap((object) => {
    const retries = listOf(fieldsOf(object.spec)['http']).map(
      (route) => numberOf(valueAt(route, '/retries/attempts')) ?? 0,
    );
    const most = Math.max(0, ...retries);
    if (most === 0) return [];
    return textsOf(fieldsOf(object.spec)['hosts']).map((host) => ({
      host: fqdnOf(host, object.metadata.namespace ?? ''),
      tries: most + 1,
      object: refOf(object, VIRTUAL_SERVICE),
    }));
  });
}
