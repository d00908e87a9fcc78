import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf, listOf } from '@/lib/mesh/fields';
import { PROTOCOL_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { membershipOf } from '@/lib/mesh/linkerd/detect';

const OPAQUE = 'config.linkerd.io/opaque-ports';

export const opaquePorts: Rule = {
  code: 'LI402',
  severity: 'warning',
  title: 'A service and its pods disagree on which ports are opaque',
  why: 'One proxy takes the bytes as they are while the other looks for HTTP in them: calls hang, or fail.',
  mend: 'Put the same ports into config.linkerd.io/opaque-ports of the service and of the pods, or of the namespace.',
  link: PROTOCOL_PAGE,
  subjects: [SERVICES],
  reads: [PODS, NAMESPACES],
  check: (object, lookups) => {
    const own = object.metadata.annotations?.[OPAQUE];
    const selector = labelsOf(fieldsOf(object.spec)['selector']);
    const around = objectAt(lookups, NAMESPACES, '', object.metadata.namespace ?? '');
    if (own === undefined || Object.keys(selector).length === 0 || around === undefined) return [];
    const wanted = ofService(object, own);
    const pods = podsIn(lookups, object.metadata.namespace ?? '').filter(
      (pod) => membershipOf(pod).inMesh && hasLabels(pod.metadata.labels ?? {}, selector),
    );
    const odd = pods.find((pod) => {
      const ports = new Set(
        portsIn(
          pod.metadata.annotations?.[OPAQUE] ?? around.metadata.annotations?.[OPAQUE] ?? DEFAULT,
        ),
      );
      return wanted.some((port) => !ports.has(port));
    });
    if (odd === undefined) return [];
    const message = `The pod ${odd.metadata.name} does not take ${wanted.join(', ')} for opaque.`;
    return [at('/metadata/annotations/config.linkerd.io~1opaque-ports', message, odd)];
  },
};

/** What is opaque without a word: ports of servers that speak first. */
const DEFAULT = '25,587,3306,4444,5432,6379,9300,11211';

/** The ports of the pods that a service calls opaque. */
function ofService({ spec }: KubeObject, text: string): readonly number[] {
  const opaque = new Set(portsIn(text));
  return listOf(fieldsOf(spec)['ports'])
    .map(fieldsOf)
    .filter(({ port }) => typeof port === 'number' && opaque.has(port))
    .map(({ port, targetPort }) => targetPort ?? port)
    .filter((port) => typeof port === 'number');
}

function portsIn(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.trim().split('-');
    const [from, to] = [Number(first), Number(last)];
    if (!Number.isInteger(from) || !Number.isInteger(to) || to - from > 1000) return [];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  });
}
