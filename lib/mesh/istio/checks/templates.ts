import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, labelsOf } from '@/lib/mesh/fields';

type Labels = Readonly<Record<string, string>>;

/** Labels and annotations that a workload gives its pods. */
export function templateMarks({ spec }: KubeObject): { labels: Labels; annotations: Labels } {
  const metadata = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
  return { labels: labelsOf(metadata['labels']), annotations: labelsOf(metadata['annotations']) };
}
