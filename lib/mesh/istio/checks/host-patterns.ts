import { covers } from '@/lib/mesh/hosts';

/** Whether there is a host that two patterns, each with or without a leading `*`, both stand for. */
export function overlaps(a: string, b: string): boolean {
  return covers(a, b) || covers(b, a);
}
