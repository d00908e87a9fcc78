'use client';

import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { EmbedReader } from '@/components/shell/embed-reader';
import { SignedLink } from '@/components/shell/signed-link';
import { useView } from '@/components/shell/use-view';
import type { Access, Panels } from '@/components/shell/embed-words';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { statusOptions } from '@/lib/client/status';
import {
  embedAddress,
  embedFrame,
  variablesOf,
  type PanelPage,
  type Variables,
} from '@/lib/contract/embed-address';
import type { EmbedLinkMade } from '@/lib/contract/embed-link';
import styles from './embed-dialog.module.css';

interface EmbedDialogProps {
  readonly page: PanelPage;
  readonly onClose: () => void;
}

/** The present view as the address and the frame of a panel, and who would see what in it. */
export function EmbedDialog({ page, onClose }: EmbedDialogProps) {
  const { data } = useQuery(statusOptions());
  return (
    <Dialog title="Embed this view" isOpen onClose={onClose} size="l">
      {data === undefined && <Skeleton label="How panels are offered" lines={6} />}
      {data?.panels === null && (
        <EmptyState title="Panels are switched off here">
          <p>
            The configuration names the pages that may frame them (EMBED_ANCESTORS) and what they
            show: the same to everybody (EMBED_NAMESPACES), or by signed links (EMBED_LINK_HOURS).
          </p>
        </EmptyState>
      )}
      {data?.panels != null && <Offer page={page} panels={data.panels} />}
    </Dialog>
  );
}

const FILLED = [
  { id: 'dashboard', label: 'Of the dashboard' },
  { id: 'fixed', label: 'As it is here' },
] as const;

const THEMES = [
  { id: 'browser', label: 'Of the browser' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
] as const;

const ACCESS = [
  { id: 'everybody', label: 'Everybody' },
  { id: 'signed', label: 'Signed link' },
] as const;

type Filled = (typeof FILLED)[number]['id'];
type Theme = (typeof THEMES)[number]['id'];

/** What was chosen of a panel. */
interface Chosen {
  readonly time: Filled;
  readonly scope: Filled;
  readonly theme: Theme;
  readonly access: Access;
}

interface OfferProps {
  readonly page: PanelPage;
  readonly panels: Panels;
}

function Offer({ page, panels }: OfferProps) {
  const { view } = useView();
  const [chosen, setChosen] = useState<Chosen>({
    time: 'dashboard',
    scope: 'fixed',
    theme: 'browser',
    access: panels.namespaces === null ? 'signed' : 'everybody',
  });
  const [link, setLink] = useState<EmbedLinkMade | null>(null);
  const isSigned = chosen.access === 'signed';
  const made = isSigned ? link : null;
  const address = embedAddress(page, {
    origin: panels.url ?? window.location.origin,
    view,
    variables: filledIn(page, chosen),
    theme: chosen.theme === 'browser' ? null : chosen.theme,
    link: made?.link ?? null,
  });
  return (
    <div className={styles.offer}>
      <Choices
        page={page}
        panels={panels}
        chosen={chosen}
        onChoose={(patch) => setChosen((now) => ({ ...now, ...patch }))}
      />
      {isSigned && panels.linkHours !== null && (
        <SignedLink page={page} mostHours={panels.linkHours} made={link} onMade={setLink} />
      )}
      {isSigned === (made !== null) && (
        <>
          <CodeBlock label="Address" code={address} />
          <CodeBlock label="Frame, for a Text panel in HTML" code={embedFrame(address)} />
          <EmbedReader page={page} panels={panels} made={made} />
        </>
      )}
    </div>
  );
}

/** A signed link is for the namespaces that were named when it was made. */
function filledIn(page: PanelPage, { time, scope, access }: Chosen): Variables {
  const possible = variablesOf(page);
  return {
    time: possible.time && time === 'dashboard',
    namespace: possible.namespace && scope === 'dashboard' && access !== 'signed',
  };
}

interface ChoicesProps extends OfferProps {
  readonly chosen: Chosen;
  readonly onChoose: (patch: Partial<Chosen>) => void;
}

function Choices({ page, panels, chosen, onChoose }: ChoicesProps) {
  const possible = variablesOf(page);
  const { time, scope, theme, access } = chosen;
  return (
    <div className={styles.choices}>
      {panels.namespaces !== null && panels.linkHours !== null && (
        <Choice name="Opens for">
          <ToggleGroup
            label="Opens for"
            choices={ACCESS}
            value={access}
            onChange={(next) => onChoose({ access: next })}
          />
        </Choice>
      )}
      {possible.time && (
        <Choice name="Time">
          <ToggleGroup
            label="Time"
            choices={FILLED}
            value={time}
            onChange={(next) => onChoose({ time: next })}
          />
        </Choice>
      )}
      {possible.namespace && access !== 'signed' && (
        <Choice name={page.subject.node === undefined ? 'Namespaces' : 'Namespace and name'}>
          <ToggleGroup
            label="Namespaces"
            choices={FILLED}
            value={scope}
            onChange={(next) => onChoose({ scope: next })}
          />
        </Choice>
      )}
      <Choice name="Theme">
        <Select
          label="Theme"
          labelIs="hidden"
          choices={THEMES}
          value={theme}
          onChange={(next) => onChoose({ theme: next })}
        />
      </Choice>
    </div>
  );
}

function Choice({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.choice}>
      <span className={styles.name} aria-hidden="true">
        {name}
      </span>
      {children}
    </div>
  );
}
