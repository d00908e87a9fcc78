import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf } from '@/lib/mesh/fields';

const FIELDS = ['grpcRoute', 'httpRoute', 'http2Route'];

/** The fields of a GatewayRoute that hold a route. */
export function routeFields({ spec }: KubeObject): readonly string[] {
  return FIELDS.filter((field) => fieldsOf(spec)[field] !== undefined);
}
