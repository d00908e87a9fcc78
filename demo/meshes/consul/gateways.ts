import type { DemoWorkload } from '../../model/types';

/** Whether a workload is Consul's own way in. */
export function isConsulGateway({ mesh, name }: Pick<DemoWorkload, 'mesh' | 'name'>): boolean {
  return mesh === 'consul' && name.endsWith('-gateway');
}
