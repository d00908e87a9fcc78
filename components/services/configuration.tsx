'use client';

import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import type { NodeDetails } from '@/lib/contract/node';
import styles from './configuration.module.css';

interface ConfigurationProps {
  readonly objects: NodeDetails['configuration'];
}

/** The mesh objects that apply to a node, each with the reason and its YAML. */
export function Configuration({ objects }: ConfigurationProps) {
  return (
    <ul className={styles.list}>
      {objects.map(({ kind, group, namespace, name, because, yaml }) => (
        <li key={`${group}/${kind}/${namespace}/${name}`} className={styles.object}>
          <Disclosure
            summary={
              <span className={styles.summary}>
                <span className={styles.kind}>{kind}</span>
                <span className={styles.name}>{`${namespace}/${name}`}</span>
                <span className={styles.because}>{because}</span>
              </span>
            }
          >
            <CodeBlock label={`${kind} ${name} (${group})`} code={yaml} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
