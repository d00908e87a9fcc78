import type { Traces } from '@/lib/contract/traces';

/** Under which names the store was asked, and which of them it knew. */
export function SearchedNames({ searched }: { readonly searched: Traces['searched'] }) {
  const others = searched.services.filter((name) => name !== searched.matched);
  if (searched.matched === null) {
    return <>Names tried: {others.length === 0 ? 'none' : others.join(', ')}.</>;
  }
  return (
    <>
      Found under the name <strong>{searched.matched}</strong>
      {others.length > 0 && ` (also tried: ${others.join(', ')})`}.
    </>
  );
}
