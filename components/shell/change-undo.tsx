'use client';

import { ErrorNotice } from '@/components/shell/preview-frame';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

interface ChangeUndoProps<Done extends { readonly summary: string }> {
  readonly change: {
    /** The last change made here; null when there is none to take back. */
    readonly done: Done | null;
    readonly undo: {
      readonly error: Error | null;
      readonly isPending: boolean;
      readonly isSuccess: boolean;
      readonly mutate: (done: Done) => void;
    };
    readonly forget: () => void;
  };
}

/** That a change was applied, with the way back; or why it could not be taken back. */
export function ChangeUndo<Done extends { readonly summary: string }>({
  change: { done, undo, forget },
}: ChangeUndoProps<Done>) {
  const dismiss = (
    <Button size="s" variant="quiet" onPress={forget}>
      Dismiss
    </Button>
  );
  return (
    <>
      {undo.error !== null && <ErrorNotice title="Not taken back" error={undo.error} />}
      {done !== null && (
        <Notice
          kind="info"
          title="Applied"
          actions={
            <>
              <Button size="s" isPending={undo.isPending} onPress={() => undo.mutate(done)}>
                Undo
              </Button>
              {dismiss}
            </>
          }
        >
          {done.summary}
        </Notice>
      )}
      {done === null && undo.isSuccess && (
        <Notice kind="info" title="Taken back" actions={dismiss} />
      )}
    </>
  );
}
