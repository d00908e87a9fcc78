'use client';

import { useMutation } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { beginSignIn } from '@/lib/client/session';
import { SIGN_IN_FAILURES, type SignInFailure } from '@/lib/contract/session';
import { readReturnPath } from '@/lib/contract/urls';
import styles from './sign-in.module.css';

const FAILURE_WORDS: Readonly<Record<SignInFailure, readonly [title: string, advice: string]>> = {
  denied: ['The sign-in server did not let you in', 'It, or you, refused the request.'],
  stale: [
    'This sign-in was not begun here, or took too long',
    'Begin again, in one tab of this browser.',
  ],
  unverified: [
    'The answer of the sign-in server could not be verified',
    'Begin again. If it happens again, tell whoever runs this console: the reason is in its log.',
  ],
  unavailable: [
    'The sign-in server or the cluster cannot be asked right now',
    'Try again in a moment.',
  ],
  'not-accepted': [
    'The cluster does not accept this sign-in',
    'The Kubernetes API has to trust the same sign-in server. Tell whoever runs the cluster.',
  ],
  'no-groups': [
    'None of your groups may read anything here',
    'Ask whoever runs this console to give one of them a namespace.',
  ],
  'too-long': [
    'Your session does not fit into cookies',
    'The sign-in server says too much about you, such as very many groups.',
  ],
};

/** Sends a person to the issuer, and says why the last time came to nothing. */
export function IssuerSignIn() {
  const params = useSearchParams();
  const failure = SIGN_IN_FAILURES.find((known) => known === params.get('failure'));
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => beginSignIn(readReturnPath(params.get('from'))),
    onSuccess: (address) => window.location.assign(address),
  });
  return (
    <div className={styles.form}>
      <p>You sign in with the account of your organisation, on its own page.</p>
      {failure !== undefined && error === null && (
        <Notice kind="danger" title={FAILURE_WORDS[failure][0]}>
          {FAILURE_WORDS[failure][1]}
        </Notice>
      )}
      {error !== null && <Notice kind="danger" title={error.message} />}
      <Button variant="primary" isPending={isPending || isSuccess} onPress={() => mutate()}>
        {failure === undefined ? 'Sign in' : 'Begin again'}
      </Button>
      <Disclosure summary="What is kept of it">
        <ul className={styles.facts}>
          <li>Alidade never sees your password.</li>
          <li>
            What the sign-in server gives is kept encrypted in a cookie of this browser that scripts
            cannot read. The server keeps no copy.
          </li>
          <li>You are signed out after a working day, and when you choose to sign out.</li>
        </ul>
      </Disclosure>
    </div>
  );
}
