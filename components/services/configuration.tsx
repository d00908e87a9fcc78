'use client';

import Link from 'next/link';
import { FindingList } from '@/components/shell/finding-list';
import type { ObjectFindings } from '@/components/shell/use-findings';
import { useView } from '@/components/shell/use-view';
import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import type { FindingDto } from '@/lib/contract/checks';
import type { NodeDetails } from '@/lib/contract/node';
import { objectHref } from '@/lib/contract/urls';
import { objectId } from '@/lib/domain/object-ref';
import styles from './configuration.module.css';

interface ConfigurationProps {
  readonly objects: NodeDetails['configuration'];
  readonly findings: ObjectFindings;
}

/** The mesh objects that apply to a node, each with the reason, what is wrong with it, and its YAML. */
export function Configuration({ objects, findings }: ConfigurationProps) {
  return (
    <div className={styles.all}>
      {findings.error !== null && (
        <Notice kind="warning" title="It is not known what is wrong with them">
          {findings.error.message}
        </Notice>
      )}
      <ul className={styles.list}>
        {objects.map((object) => (
          <AppliedObject
            key={objectId(object)}
            object={object}
            findings={findings.of(object) ?? []}
          />
        ))}
      </ul>
    </div>
  );
}

interface AppliedObjectProps {
  readonly object: NodeDetails['configuration'][number];
  readonly findings: readonly FindingDto[];
}

function AppliedObject({ object, findings }: AppliedObjectProps) {
  const { view } = useView();
  const { kind, namespace, name, group, because, yaml } = object;
  return (
    <li className={styles.object}>
      <Disclosure
        summary={
          <span className={styles.summary}>
            <span className={styles.kind}>{kind}</span>
            <span className={styles.name}>{`${namespace}/${name}`}</span>
            <span className={styles.because}>{because}</span>
          </span>
        }
      >
        <p className={styles.open}>
          <Link href={objectHref(object, view)} prefetch={false}>
            Open, edit and see what refers to it
          </Link>
        </p>
        <CodeBlock label={`${kind} ${name} (${group})`} code={yaml} />
      </Disclosure>
      {findings.length > 0 && (
        <div className={styles.findings}>
          <FindingList label={`Findings of ${kind} ${name}`} findings={findings} />
        </div>
      )}
    </li>
  );
}
