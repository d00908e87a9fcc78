import { useMemo } from 'react';
import { diffOf, type DiffLine } from '@/components/ui/diff-lines';
import { cx } from '@/components/ui/cx';
import styles from './yaml-diff.module.css';

interface YamlDiffProps {
  readonly before: string;
  readonly after: string;
}

/** Two YAML texts line by line: what goes is marked −, what comes is marked +. */
export function YamlDiff({ before, after }: YamlDiffProps) {
  const lines = useMemo(() => diffOf(before, after), [before, after]);
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways and down
    <div className={styles.diff} role="region" aria-label="Difference in YAML" tabIndex={0}>
      {lines.map((line, i) => (
        <Line key={i} line={line} />
      ))}
    </div>
  );
}

function Line({ line }: { readonly line: DiffLine }) {
  switch (line.kind) {
    case 'fold':
      return <div className={styles.fold}>{`${line.count} equal lines`}</div>;
    case 'added':
      return (
        <ins className={cx(styles.line, styles.added)}>
          <Gutter after={line.after} mark="+" />
          {line.text}
        </ins>
      );
    case 'removed':
      return (
        <del className={cx(styles.line, styles.removed)}>
          <Gutter before={line.before} mark="−" />
          {line.text}
        </del>
      );
    case 'same':
      return (
        <div className={styles.line}>
          <Gutter before={line.before} after={line.after} mark=" " />
          {line.text}
        </div>
      );
  }
}

interface GutterProps {
  readonly before?: number;
  readonly after?: number;
  readonly mark: string;
}

function Gutter({ before, after, mark }: GutterProps) {
  return (
    <>
      <span className={styles.number} aria-hidden="true">
        {before}
      </span>
      <span className={styles.number} aria-hidden="true">
        {after}
      </span>
      <span className={styles.mark}>{mark}</span>
    </>
  );
}
