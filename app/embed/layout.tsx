import type { ReactNode } from 'react';
import { ConsoleAt } from '@/components/shell/console-origin';
import { runtime } from '@/lib/server/runtime';

/** Around every panel: where its links lead. */
export default function EmbedLayout({ children }: { readonly children: ReactNode }) {
  return <ConsoleAt origin={runtime().config.links.console ?? ''}>{children}</ConsoleAt>;
}
