import type { DemoWorkload } from './types';

/** Whether a workload is the mesh's own way in. */
export function isGateway({ name }: Pick<DemoWorkload, 'name'>): boolean {
  return name.startsWith('istio') && name.endsWith('gateway');
}
