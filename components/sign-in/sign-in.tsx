'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { Brand } from '@/components/shell/brand';
import { IssuerSignIn } from '@/components/sign-in/issuer-sign-in';
import { TokenForm } from '@/components/sign-in/token-form';
import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { statusOptions } from '@/lib/client/status';
import type { Status } from '@/lib/contract/status';
import { readReturnPath } from '@/lib/contract/urls';
import styles from './sign-in.module.css';

type Identity = Status['identity'];

/** Signs a person in, in the way that this console is set up for. */
export function SignIn() {
  const state = dataStateOf(useQuery(statusOptions()));
  return (
    <main id="content" className={styles.page}>
      <div className={styles.panel}>
        <Brand />
        <h1>Sign in</h1>
        {state.status === 'loading' && <Skeleton label="Ways to sign in" lines={4} />}
        {state.status === 'failed' && (
          <Notice kind="danger" title="The console does not say how to sign in">
            {state.error.message}
          </Notice>
        )}
        {state.status === 'ready' && <WayIn identity={state.data.identity} />}
      </div>
    </main>
  );
}

function WayIn({ identity: { mode, signedIn } }: { readonly identity: Identity }) {
  if (mode !== 'token' && mode !== 'oidc') return <NotNeeded mode={mode} />;
  if (signedIn) return <GoOn />;
  return mode === 'token' ? <TokenForm /> : <IssuerSignIn />;
}

/** Somebody who comes back from the issuer, or by a link from another site, which carries no session. */
function GoOn() {
  const from = useSearchParams().get('from');
  useEffect(() => {
    window.location.replace(readReturnPath(from));
  }, [from]);
  return (
    <p className={styles.muted} role="status">
      You are signed in. Opening the page…
    </p>
  );
}

function NotNeeded({ mode }: { readonly mode: Exclude<Identity['mode'], 'token' | 'oidc'> }) {
  return (
    <>
      <p className={styles.muted}>
        {mode === 'header'
          ? 'Here the proxy in front of Alidade signs people in. If you were sent to this page, it did not pass your token on.'
          : 'Nobody has to sign in here.'}
      </p>
      <ButtonLink href="/" variant="primary">
        To the overview
      </ButtonLink>
    </>
  );
}
