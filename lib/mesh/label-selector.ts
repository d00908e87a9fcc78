import { fieldsOf, hasLabels, labelsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';

type Labels = Readonly<Record<string, string>>;

/** Whether a Kubernetes LabelSelector selects these labels. An empty one selects everything, none nothing. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  return (
    hasLabels(labels, labelsOf(matchLabels)) &&
    listOf(matchExpressions).every((expression) => holds(expression, labels))
  );
}

/** A condition on one label; one that says nothing that we know holds for nothing. */
function holds(expression: unknown, labels: Labels): boolean {
  const { key, operator, values } = fieldsOf(expression);
  const value = labels[textOf(key) ?? ''];
  switch (operator) {
    case 'In':
      return value !== undefined && textsOf(values).includes(value);
    case 'NotIn':
      return value === undefined || !textsOf(values).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
