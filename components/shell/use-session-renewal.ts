'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { renewSession } from '@/lib/client/writes';
import { statusKeys, statusOptions } from '@/lib/client/status';

/**
 * Renews the session before it needs to be, while somebody looks at the page: a tab that nobody looks at must not
 * keep a session alive that its issuer would let end.
 */
export function useSessionRenewal(): void {
  const client = useQueryClient();
  const { data, dataUpdatedAt } = useQuery(statusOptions());
  const renewInMs = data?.identity.renewInMs ?? null;

  useEffect(() => {
    if (renewInMs === null) return undefined;
    const timer = setTimeout(() => {
      if (document.visibilityState !== 'visible') return;
      // A failure shows in the status, which is asked for again in any case.
      void renewSession()
        .catch(() => undefined)
        .then(() => client.invalidateQueries({ queryKey: statusKeys.all }));
    }, renewInMs + LATER_MS);
    return () => clearTimeout(timer);
  }, [client, renewInMs, dataUpdatedAt]);
}

/** The server does nothing when it is asked too early. */
const LATER_MS = 250;
