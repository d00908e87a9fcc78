'use client';

import { useEffect } from 'react';
import { MessagePage } from '@/components/shell/message-page';
import { Button, ButtonLink } from '@/components/ui/button';

interface ErrorPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** What is left when a page has a bug. Failed calls never come here: their panels show them. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  useEffect(() => {
    console.error(error);
  }, [error]);

  return (
    <MessagePage
      title="This page failed"
      actions={
        <>
          <Button variant="primary" onPress={retry}>
            Try again
          </Button>
          <ButtonLink href="/">To the overview</ButtonLink>
        </>
      }
    >
      {`It is a fault of Alidade, not of your mesh. ${error instanceof Error ? error.message : ''}`}
    </MessagePage>
  );
}
