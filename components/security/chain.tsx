import { ObjectLink } from '@/components/shell/object-link';
import { cx } from '@/components/ui/cx';
import type { ChainLinkDto } from '@/lib/contract/security';
import styles from './security.module.css';

const SCOPES: Readonly<Record<ChainLinkDto['scope'], string>> = {
  default: 'By itself',
  mesh: 'Mesh',
  namespace: 'Namespace',
  workload: 'Workload',
  port: 'Port',
};

interface ChainProps {
  /** Names the list. */
  readonly label: string;
  readonly links: readonly ChainLinkDto[];
}

/** How a mode came about, widest first; the link that decides is marked. */
export function Chain({ label, links }: ChainProps) {
  if (links.length === 0)
    return <p className={styles.muted}>No proxy of a mesh has a word here.</p>;
  return (
    <ol aria-label={label} className={styles.chain}>
      {links.map((link, i) => (
        <li key={i} className={cx(styles.link, link.decides && styles.decides)}>
          <span className={styles.scope}>{SCOPES[link.scope]}</span>
          <span className={styles.linkBody}>
            {link.object !== null && (
              <ObjectLink object={link.object} className={styles.objectLink} />
            )}
            {(link.path !== '' || link.value !== '') && (
              <code className={styles.field}>
                {[link.path, link.value].filter((text) => text !== '').join(': ')}
              </code>
            )}
            <span>{link.because}</span>
            {link.decides && <strong className={styles.decidesWord}>It decides.</strong>}
          </span>
        </li>
      ))}
    </ol>
  );
}
