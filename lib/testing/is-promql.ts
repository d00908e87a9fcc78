import { parser } from '@prometheus-io/lezer-promql';

/** Whether a text is a whole expression of PromQL's own grammar. */
export function isPromQl(text: string): boolean {
  let isWhole = true;
  parser.parse(text).iterate({ enter: ({ type }) => void (isWhole &&= !type.isError) });
  return isWhole;
}
