import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { listenersOf, type Listener } from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';

export const repeatedListener: Rule = {
  code: 'GA202',
  severity: 'error',
  title: 'Two listeners of a Gateway are for the same port, protocol and host',
  why: 'Both are in conflict, and the controller takes neither.',
  mend: 'Remove one, or give it another host or port.',
  link: GATEWAY_PAGE,
  subjects: [GATEWAY],
  reads: [],
  check: (object) => {
    const listeners = listenersOf(object);
    const keys = listeners.map(keyOf);
    return listeners.flatMap((listener, i) => {
      const first = keys.indexOf(keys[i] ?? '');
      if (first === i) return [];
      const message = `Listener ${listener.name} is for the same as ${listeners[first]?.name ?? ''}.`;
      return [at(`/spec/listeners/${i}`, message)];
    });
  },
};

function keyOf({ port, protocol, hostname }: Listener): string {
  return `${port} ${protocol} ${hostname ?? ''}`;
}
