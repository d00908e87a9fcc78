import { Notice } from '@/components/ui/notice';
import type { Graph } from '@/lib/contract/graph';
import { formatAge } from '@/lib/domain/format';

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  partial: 'answers in part',
  stale: 'does not answer; the figures are from before',
  down: 'does not answer',
};

/** What makes the graph less than whole. */
export function GraphNotices({ graph }: { readonly graph: Graph }) {
  const troubled = graph.sources.filter(({ state }) => SOURCE_WORDS[state] !== undefined);
  if (troubled.length === 0 && graph.warnings.length === 0) return null;
  return (
    <Notice kind="warning" title="Not the whole picture">
      <ul>
        {troubled.map(({ name, state, ageMs, reason }) => (
          <li key={name}>
            {`${name} ${SOURCE_WORDS[state] ?? state}`}
            {ageMs !== null && state === 'stale' && `, ${formatAge(ageMs)} old`}
            {reason !== null && `: ${reason}`}
          </li>
        ))}
        {graph.warnings.map(({ code, message }) => (
          <li key={`${code} ${message}`}>{message}</li>
        ))}
      </ul>
    </Notice>
  );
}
