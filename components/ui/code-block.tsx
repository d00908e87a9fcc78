import { CopyButton } from '@/components/ui/copy-button';
import styles from './code-block.module.css';

interface CodeBlockProps {
  /** Names the block, for example `PromQL`. */
  readonly label: string;
  readonly code: string;
}

/** Code to read and to copy. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  return (
    <figure className={styles.block}>
      <figcaption className={styles.caption}>
        <span>{label}</span>
        <CopyButton text={code} />
      </figcaption>
      {/* Scrolls, so it must take focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keyboards scroll it */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
