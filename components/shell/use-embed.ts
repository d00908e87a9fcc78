'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { readEmbed, type EmbedPage } from '@/lib/contract/embed-url';

/** What the frame around a panel asks for. */
export function useEmbed(): EmbedPage {
  const params = useSearchParams();
  return useMemo(() => readEmbed(new URLSearchParams(params)), [params]);
}
