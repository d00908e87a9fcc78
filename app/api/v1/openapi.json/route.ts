import packageJson from '@/package.json';
import { openApiDocument } from '@/lib/contract/openapi';
import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';

const ROUTE = '/api/v1/openapi.json';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards({ route: ROUTE, query: NO_QUERY }, () =>
    Promise.resolve(openApiDocument(packageJson.version)),
  ),
});
