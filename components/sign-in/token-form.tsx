'use client';

import { useMutation } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { ApiError } from '@/lib/client/api';
import { signInWithToken } from '@/lib/client/session';
import { readReturnPath } from '@/lib/contract/urls';
import styles from './sign-in.module.css';

const HOW_TO_GET_A_TOKEN =
  'kubectl create token <service-account> --namespace <namespace> --duration 8h';

/** Takes a Kubernetes token of the person's own, and says what becomes of it. */
export function TokenForm() {
  const from = useSearchParams().get('from');
  const [token, setToken] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: signInWithToken,
    // A full load, so that nothing that was refused before stays in memory.
    onSuccess: () => window.location.assign(readReturnPath(from)),
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    const pasted = token.trim();
    if (pasted !== '') mutate(pasted);
  }

  return (
    <form onSubmit={submit} className={styles.form}>
      <TextField
        label="Kubernetes token"
        type="password"
        value={token}
        onChange={setToken}
        isMono
        description="Alidade shows you what this token may read, and changes only what it may change."
      />
      {error !== null && <Notice kind="danger" title={wordsFor(error)} />}
      <Button
        type="submit"
        variant="primary"
        isPending={isPending}
        isDisabled={token.trim() === ''}
      >
        {isPending ? 'Asking the cluster' : 'Sign in'}
      </Button>
      <Disclosure summary="How to get a token">
        <CodeBlock label="Shell" code={HOW_TO_GET_A_TOKEN} />
      </Disclosure>
      <Disclosure summary="What happens to the token">
        <ul className={styles.facts}>
          <li>It is checked with the Kubernetes API of the cluster and sent nowhere else.</li>
          <li>
            It is kept encrypted in a cookie of this browser that scripts cannot read. The server
            keeps no copy.
          </li>
          <li>You are signed out when it expires, and when you choose to sign out.</li>
        </ul>
      </Disclosure>
    </form>
  );
}

function wordsFor(error: Error): string {
  const isRefused = error instanceof ApiError && error.type === 'unauthenticated';
  return isRefused
    ? 'The cluster does not accept this token. It may have expired, or be from another cluster.'
    : error.message;
}
