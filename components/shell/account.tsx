'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown, CircleUser, LogOut } from 'lucide-react';
import { PopoverButton } from '@/components/shell/popover-button';
import { ThemeSwitch } from '@/components/shell/theme-switch';
import { useTimeZone } from '@/components/shell/time-zone';
import { ZoneSwitch } from '@/components/shell/zone-switch';
import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { signOut } from '@/lib/client/session';
import { statusOptions } from '@/lib/client/status';
import type { Status } from '@/lib/contract/status';
import { signInHref } from '@/lib/contract/urls';
import { formatMoment } from '@/lib/domain/format';
import styles from './account.module.css';

const MODE_WORDS: Readonly<Record<Status['identity']['mode'], string>> = {
  token: 'with your own Kubernetes token',
  oidc: 'as the sign-in server says who you are',
  header: 'through the proxy in front of Alidade',
  kubeconfig: 'with the kubeconfig of this machine',
  anonymous: 'as everyone: the service account of Alidade',
};

/** Where somebody signs in here, and can sign out. */
const HAS_SESSIONS: ReadonlySet<Status['identity']['mode']> = new Set(['token', 'oidc']);

/** Who is looking, what they may do, the theme and the time zone. */
export function Account() {
  const { data } = useQuery(statusOptions());
  const name = data?.identity.name ?? 'Not signed in';
  return (
    <PopoverButton
      isQuiet
      label={`Account: ${name}`}
      title="Account"
      face={
        <>
          <CircleUser aria-hidden="true" />
          <span className={styles.who}>{name}</span>
          <ChevronDown aria-hidden="true" />
        </>
      }
    >
      <div className={styles.panel}>
        {data !== undefined && <Identity status={data} />}
        <div className={cx(styles.setting, styles.first)}>
          <span>Theme</span>
          <ThemeSwitch />
        </div>
        <div className={styles.setting}>
          <span>Time zone</span>
          <ZoneSwitch />
        </div>
      </div>
    </PopoverButton>
  );
}

function Identity({ status: { identity, writes } }: { readonly status: Status }) {
  const timeZone = useTimeZone();
  return (
    <>
      <div>
        <p className={styles.name}>{identity.name ?? 'Not signed in'}</p>
        <p className={styles.muted}>{`Reading ${MODE_WORDS[identity.mode]}.`}</p>
        {identity.groups.length > 0 && (
          <p className={styles.muted}>{`Groups: ${identity.groups.join(', ')}`}</p>
        )}
        {identity.expiresAt !== null && (
          <p className={styles.muted}>
            {`Signed in until ${formatMoment(identity.expiresAt, timeZone)}.`}
          </p>
        )}
      </div>
      <div>
        <Badge tone={writes.allowed ? 'accent' : 'neutral'}>
          {writes.allowed ? 'Changes on' : 'Read only'}
        </Badge>
        {writes.reason !== null && <p className={styles.muted}>{writes.reason}</p>}
      </div>
      {HAS_SESSIONS.has(identity.mode) && (identity.signedIn ? <SignOut /> : <SignIn />)}
    </>
  );
}

function SignIn() {
  return (
    <ButtonLink href={signInHref()} variant="primary">
      Sign in
    </ButtonLink>
  );
}

function SignOut() {
  const { mutate, isPending, error } = useMutation({
    mutationFn: signOut,
    // A full load, so that nothing of this person stays in memory.
    onSuccess: (address) => window.location.assign(address),
  });
  return (
    <>
      <Button onPress={() => mutate()} isPending={isPending}>
        <LogOut aria-hidden="true" />
        Sign out
      </Button>
      {error !== null && <Notice kind="danger" title={error.message} />}
    </>
  );
}
