'use client';

import Link from 'next/link';
import { useView } from '@/components/shell/use-view';
import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import type { NodeDetails } from '@/lib/contract/node';
import { objectHref } from '@/lib/contract/urls';
import { objectId } from '@/lib/domain/object-ref';
import styles from './configuration.module.css';

interface ConfigurationProps {
  readonly objects: NodeDetails['configuration'];
}

/** The mesh objects that apply to a node, each with the reason and its YAML. */
export function Configuration({ objects }: ConfigurationProps) {
  const { view } = useView();
  return (
    <ul className={styles.list}>
      {objects.map(({ because, yaml, ...object }) => (
        <li key={objectId(object)} className={styles.object}>
          <Disclosure
            summary={
              <span className={styles.summary}>
                <span className={styles.kind}>{object.kind}</span>
                <span className={styles.name}>{`${object.namespace}/${object.name}`}</span>
                <span className={styles.because}>{because}</span>
              </span>
            }
          >
            <p className={styles.open}>
              <Link href={objectHref(object, view)} prefetch={false}>
                Open, edit and see what refers to it
              </Link>
            </p>
            <CodeBlock label={`${object.kind} ${object.name} (${object.group})`} code={yaml} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
