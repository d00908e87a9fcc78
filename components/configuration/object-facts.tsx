'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { FINDING_TONES } from '@/components/shell/finding-badges';
import { ownerName } from '@/components/shell/owner-words';
import { useTimeZone } from '@/components/shell/time-zone';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import type { Checks, FindingDto } from '@/lib/contract/checks';
import type { ObjectDto } from '@/lib/contract/objects';
import { DEFAULT_CLUSTER, nodeHref, objectHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { formatMoment } from '@/lib/domain/format';
import { nodeId } from '@/lib/domain/model';
import { objectId, objectWords, type ObjectRef } from '@/lib/domain/object-ref';
import styles from './object-facts.module.css';

interface ObjectFactsProps {
  readonly object: ObjectDto;
  readonly findings: readonly FindingDto[];
  /** Undefined while it is not known what is wrong. */
  readonly checks: Checks | undefined;
}

/** What is known of an object beside its text. */
export function ObjectFacts({ object, findings, checks }: ObjectFactsProps) {
  const { owner, conditions, status, changes, writers } = object;
  const timeZone = useTimeZone();
  return (
    <div className={styles.facts}>
      <Part title="Findings">
        {checks === undefined ? (
          <p className={styles.none}>Not known yet.</p>
        ) : (
          <Findings object={object} findings={findings} rules={checks.rules} />
        )}
      </Part>
      <Part title="Refers to">
        <References references={object.references.to} none="It names no other object." />
      </Part>
      <Part title="Referred to by">
        <References references={object.references.from} none="No object names it." />
      </Part>
      <Part title="Status">
        {conditions.length === 0 && <p className={styles.none}>It reports no conditions.</p>}
        <ul className={styles.list}>
          {conditions.map(({ type, status: is, reason, message, about }, i) => (
            <li key={i}>
              <p>
                <span className={styles.strong}>{about === null ? type : `${about}: ${type}`}</span>{' '}
                <Badge>{is}</Badge> <span className={styles.muted}>{reason}</span>
              </p>
              {message !== null && message !== '' && <p className={styles.muted}>{message}</p>}
            </li>
          ))}
        </ul>
        {status !== null && (
          <Disclosure summary="As YAML">
            <CodeBlock label="Status" code={status} />
          </Disclosure>
        )}
      </Part>
      <Part title="Changed here">
        {changes.length === 0 && (
          <p className={styles.none}>Nothing that was changed by its text in this console.</p>
        )}
        <ul className={styles.list}>
          {changes.map(({ at, who, what, paths }, i) => (
            <li key={i}>
              <p>
                <span className={styles.strong}>{who ?? 'Somebody'}</span>
                {what === 'created' ? ' created it' : ` changed ${paths.join(', ')}`}
              </p>
              <p className={styles.muted}>{formatMoment(at, timeZone)}</p>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Written by">
        <p>
          {ownerName(owner)}
          {owner.evidence !== undefined && (
            <span className={styles.muted}>{` as its ${owner.evidence} says`}</span>
          )}
        </p>
        <ul className={styles.list}>
          {writers.map(({ manager, subresource, at }, i) => (
            <li key={i} className={styles.writer}>
              <span>{subresource === null ? manager : `${manager} (${subresource})`}</span>
              <span className={styles.muted}>{formatMoment(at ?? undefined, timeZone)}</span>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  );
}

interface FindingsProps {
  readonly object: ObjectRef;
  readonly findings: readonly FindingDto[];
  readonly rules: Checks['rules'];
}

function Findings({ object, findings, rules }: FindingsProps) {
  const { view } = useView();
  if (findings.length === 0) return <p className={styles.none}>Nothing was found.</p>;
  return (
    <ul className={styles.list}>
      {findings.map(({ code, severity, message, path }, i) => {
        const rule = rules.find((each) => each.code === code);
        return (
          <li key={i}>
            <p>
              <Badge tone={FINDING_TONES[severity]}>{code}</Badge> {message}
            </p>
            {path !== '' && (
              <p className={styles.path}>
                <Link href={objectHref(object, view, { mark: path })} replace scroll={false}>
                  {path}
                </Link>
              </p>
            )}
            {rule !== undefined && (
              <Disclosure summary="Why, and what to do">
                <p>{rule.why}</p>
                <p>{rule.mend}</p>
                {/^https:\/\//.test(rule.link) && (
                  <a href={rule.link} target="_blank" rel="noreferrer" className={styles.link}>
                    Documentation
                  </a>
                )}
              </Disclosure>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface ReferencesProps {
  readonly references: ObjectDto['references']['to'];
  readonly none: string;
}

function References({ references, none }: ReferencesProps) {
  const { view } = useView();
  if (references.length === 0) return <p className={styles.none}>{none}</p>;
  return (
    <ul className={styles.list}>
      {references.map((reference) => {
        const { path, exists } = reference;
        return (
          <li key={`${objectId(reference)} ${path}`}>
            <p>
              <Link href={hrefOf(reference, view)} prefetch={false} className={styles.link}>
                {objectWords(reference)}
              </Link>{' '}
              {exists === false && <Badge tone="failing">not there</Badge>}
            </p>
            <p className={styles.path}>{path}</p>
          </li>
        );
      })}
    </ul>
  );
}

/** Services of Kubernetes have a page of their own. */
function hrefOf(reference: ObjectRef, view: View): string {
  const { group, namespace, name } = reference;
  if (group !== '') return objectHref(reference, view);
  return nodeHref(nodeId(DEFAULT_CLUSTER, namespace, 'service', name), view);
}
