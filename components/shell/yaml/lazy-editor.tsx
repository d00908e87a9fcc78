'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** In the browser only, and not before it is needed: an editor is more code than a page. */
export const YamlEditor = dynamic(
  () => import('@/components/shell/yaml/yaml-editor').then(({ YamlEditor: Editor }) => Editor),
  { ssr: false, loading: () => <Skeleton label="Editor" lines={16} /> },
);
