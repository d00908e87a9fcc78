import { tracesQuerySchema } from '@/lib/contract/traces-query';
import { methodsOf, withEmbedGuards } from '@/lib/server/guard/guard';
import { loadTraces } from '@/lib/server/use-cases/load-traces';

const ROUTE = '/embed/api/v1/traces';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withEmbedGuards(
    {
      route: ROUTE,
      query: tracesQuerySchema,
      deadlineMs: 20_000,
      asks: ({ node, edge, service }) => ({
        panel: 'traces',
        namespaces: [],
        subject: { node, edge, service },
      }),
    },
    (call) => loadTraces(call.runtime, call.identity, call.query, call.signal),
  ),
});
