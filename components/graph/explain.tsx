import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import type { Graph } from '@/lib/contract/graph';
import styles from './side-panel.module.css';

/** The PromQL that gave the figures, ready to be run elsewhere. */
export function Explain({ graph }: { readonly graph: Graph }) {
  if (graph.queries.length === 0) return null;
  return (
    <Disclosure summary="Explain these numbers">
      <div className={styles.queries}>
        <p className={styles.none}>
          {`Asked of Prometheus for the ${String(graph.windowSeconds)} s before ${new Date(graph.at).toISOString()}. `}
          Each query covers the whole graph; its labels tell which series belong here.
        </p>
        {graph.queries.map(({ key, promql }) => (
          <CodeBlock key={key} label={key} code={promql} />
        ))}
      </div>
    </Disclosure>
  );
}
