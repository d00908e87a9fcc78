import { simulationSchema } from '@/lib/contract/security';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { simulateSecurity } from '@/lib/server/use-cases/simulate-security';

const ROUTE = '/api/v1/security/simulate';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withGuards({ route: ROUTE, query: NO_QUERY }, async (call) => {
    const simulation = await call.readBody(simulationSchema);
    return simulateSecurity(call.runtime, call.identity, simulation, call.signal);
  }),
});
