import type { KubeObject } from '@/lib/domain/kube-object';
import { keyOfRef } from '@/lib/mesh/app-mesh/catalogue';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** A service that a VirtualNode calls. */
export interface NodeBackend {
  readonly ref: unknown;
  /** What it is called by, to compare it with others. */
  readonly key: string;
  readonly path: string;
}

/** The services that a VirtualNode calls. */
export function backendsOf({ spec, metadata }: KubeObject): readonly NodeBackend[] {
  return listOf(fieldsOf(spec)['backends']).map((backend, i) => {
    const service = fieldsOf(fieldsOf(backend)['virtualService']);
    const ref = service['virtualServiceRef'];
    const arn = textOf(service['virtualServiceARN']) ?? '';
    return {
      ref,
      key: keyOfRef(ref, metadata.namespace ?? '') ?? arn,
      path: `/spec/backends/${i}/virtualService`,
    };
  });
}
