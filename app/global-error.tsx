'use client';

import './globals.css';
import { MessagePage } from '@/components/shell/message-page';
import { Button } from '@/components/ui/button';

interface GlobalErrorProps {
  readonly retry: () => void;
}

/** What is left when even the root layout fails. It brings its own document. */
export default function GlobalError({ retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Alidade failed</title>
        <main>
          <MessagePage
            title="Alidade failed"
            actions={
              <Button variant="primary" onPress={retry}>
                Try again
              </Button>
            }
          >
            It is a fault of Alidade, not of your mesh.
          </MessagePage>
        </main>
      </body>
    </html>
  );
}
