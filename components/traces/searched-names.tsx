import type { Traces } from '@/lib/contract/traces';

/** Under which names the store was asked, and which of them it knew. */
export function SearchedNames({ searched }: { readonly searched: Traces['searched'] }) {
  const { matched } = searched;
  const others = searched.services.filter((name) => !matched.includes(name));
  if (matched.length === 0) {
    return <>Names tried: {others.length === 0 ? 'none' : others.join(', ')}.</>;
  }
  return (
    <>
      {matched.length === 1 ? 'Found under the name ' : 'Found under the names '}
      <strong>{matched.join(', ')}</strong>
      {others.length > 0 && ` (also tried: ${others.join(', ')})`}.
    </>
  );
}
