'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { beginSignIn } from '@/lib/client/session';
import { isSignedOut, statusOptions } from '@/lib/client/status';
import type { Status } from '@/lib/contract/status';
import { signInHref } from '@/lib/contract/urls';
import styles from './session-notice.module.css';

/**
 * Says that the session is over, wherever on the page one is: what is shown stays, and signing in leads back to
 * it. Gone again as soon as somebody is signed in, in another tab too.
 */
export function SessionNotice() {
  const status = useQuery(statusOptions());
  const { mutate, isPending, error } = useMutation({
    mutationFn: addressToSignIn,
    // A full load, so that nothing of this person stays in memory for the next.
    onSuccess: (address) => window.location.assign(address),
  });
  if (!isSignedOut(status)) return null;
  const mode = status.data?.identity.mode ?? 'token';
  return (
    <div className={styles.place}>
      <Notice
        kind="warning"
        title="You are signed out"
        actions={
          <Button variant="primary" isPending={isPending} onPress={() => mutate(mode)}>
            Sign in again
          </Button>
        }
      >
        {error === null
          ? 'What you see is as it was last read. Edits in this tab are kept, and you come back to this page.'
          : error.message}
      </Notice>
    </div>
  );
}

async function addressToSignIn(mode: Status['identity']['mode']): Promise<string> {
  const { pathname, search } = window.location;
  return mode === 'oidc' ? beginSignIn(pathname + search) : signInHref(pathname + search);
}
