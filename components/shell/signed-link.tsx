'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { lifetimesUpTo, lifetimeText } from '@/components/shell/embed-words';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { makeEmbedLink } from '@/lib/client/embed-links';
import { panelNamespaces, type PanelPage } from '@/lib/contract/embed-address';
import { embedLinkSchema, type EmbedLinkMade } from '@/lib/contract/embed-link';
import type { View } from '@/lib/contract/view-url';
import styles from './signed-link.module.css';

interface SignedLinkProps {
  readonly page: PanelPage;
  readonly mostHours: number;
  readonly made: EmbedLinkMade | null;
  readonly onMade: (made: EmbedLinkMade | null) => void;
}

const DAY_HOURS = 24;

/** How long a signed link shall last, and the button that makes it. */
export function SignedLink({ page, mostHours, made, onMade }: SignedLinkProps) {
  const { view } = useView();
  const [hours, setHours] = useState(Math.min(DAY_HOURS, mostHours));
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => makeEmbedLink(askedFor(page, view, hours)),
    onSuccess: onMade,
  });
  return (
    <div className={styles.signed}>
      <div className={styles.row}>
        <Select
          label="Lasts"
          labelIs="inline"
          choices={lifetimesUpTo(mostHours).map((each) => ({
            id: String(each),
            label: lifetimeText(each),
          }))}
          value={String(hours)}
          onChange={(next) => {
            setHours(Number(next));
            onMade(null);
          }}
        />
        <Button
          variant={made === null ? 'primary' : 'secondary'}
          isPending={isPending}
          onPress={() => mutate()}
        >
          {made === null ? 'Make the link' : 'Make another'}
        </Button>
      </div>
      {error !== null && (
        <Notice kind="danger" title="No link was made">
          {error.message}
        </Notice>
      )}
    </div>
  );
}

/** A graph and splits are of their namespaces: a service only says which of them are listed. */
function askedFor(page: PanelPage, view: View, hours: number) {
  const { panel, subject } = page;
  const isOfAll = panel === 'graph' || panel === 'splits';
  const namespaces = panelNamespaces(page, view);
  return embedLinkSchema.parse({ panel, ...(isOfAll ? {} : subject), namespaces, hours });
}
