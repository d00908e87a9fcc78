'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { edgeLine } from '@/components/shell/security-words';
import { useView } from '@/components/shell/use-view';
import { securityEdgeOptions } from '@/lib/client/security';
import { securityHref } from '@/lib/contract/urls';

/** Whether a call is encrypted and allowed, in a line that leads to the whole of it. */
export function SecurityLine({ edge }: { readonly edge: string }) {
  const { view } = useView();
  const { data, error } = useQuery(securityEdgeOptions(edge, view));
  const words =
    data === undefined ? (error === null ? 'Reading policies …' : error.message) : edgeLine(data);
  return (
    <p>
      {`${words}. `}
      <Link href={securityHref(view, { call: edge })} prefetch={false}>
        Why, and a policy for it
      </Link>
    </p>
  );
}
