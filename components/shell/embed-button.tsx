'use client';

import { Frame } from 'lucide-react';
import { useState } from 'react';
import { EmbedDialog } from '@/components/shell/embed-dialog';
import { IconButton } from '@/components/ui/button';
import type { PanelPage } from '@/lib/contract/embed-address';

/** Offers the present view as a panel for a page elsewhere. */
export function EmbedButton({ page }: { readonly page: PanelPage }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label="Copy embed link" variant="secondary" onPress={() => setOpen(true)}>
        <Frame aria-hidden="true" />
      </IconButton>
      {isOpen && <EmbedDialog page={page} onClose={() => setOpen(false)} />}
    </>
  );
}
