'use client';

import { usePageState } from '@/components/shell/use-page-state';
import { practicesCodec } from '@/lib/contract/practices-url';
import styles from './practices.module.css';

/** The name of a namespace, which opens it beside the table, and closes it again. */
export function NamespaceButton({ name }: { readonly name: string }) {
  const { page, setPage } = usePageState(practicesCodec);
  const isOpen = page.open === name;
  return (
    <button
      type="button"
      className={styles.name}
      title={name}
      aria-expanded={isOpen}
      onClick={() => setPage({ open: isOpen ? '' : name })}
    >
      {name}
    </button>
  );
}
