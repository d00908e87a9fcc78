'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { useView } from '@/components/shell/use-view';
import { objectHref } from '@/lib/contract/urls';
import { isCustomGroup, objectWords, type ObjectRef } from '@/lib/domain/object-ref';

interface ObjectLinkProps {
  readonly object: ObjectRef;
  readonly className?: string | undefined;
  /** What stands there instead of kind, namespace and name. */
  readonly children?: ReactNode;
}

/** An object that leads to its page. Objects of Kubernetes itself have none, and are words alone. */
export function ObjectLink({ object, className, children = objectWords(object) }: ObjectLinkProps) {
  const { view } = useView();
  if (!isCustomGroup(object.group)) return <span>{children}</span>;
  return (
    <Link href={objectHref(object, view)} prefetch={false} className={className}>
      {children}
    </Link>
  );
}
