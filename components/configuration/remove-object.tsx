'use client';

import { ErrorNotice } from '@/components/shell/preview-frame';
import { ownerName, ownerWarning } from '@/components/shell/owner-words';
import type { ObjectChange } from '@/components/shell/use-object-change';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { ObjectDto } from '@/lib/contract/objects';

interface RemoveObjectProps {
  readonly object: ObjectDto;
  readonly change: ObjectChange;
  readonly onClose: () => void;
}

/** Asks before an object is removed. */
export function RemoveObject({ object, change, onClose }: RemoveObjectProps) {
  const { kind, namespace, name, owner, resourceVersion } = object;
  const { remove } = change;
  const warning = ownerWarning(owner, 'the object');
  return (
    <Dialog
      title={`Remove ${kind} ${name}?`}
      isOpen
      role="alertdialog"
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isPending={remove.isPending}
            onPress={() => remove.mutate(resourceVersion, { onSuccess: onClose })}
          >
            {remove.isPending ? 'Removing…' : 'Remove'}
          </Button>
        </>
      }
    >
      <p>
        {`It goes from ${namespace === '' ? 'the cluster' : namespace}, if nobody has changed it meanwhile. Undo makes it again from its text.`}
      </p>
      {warning !== null && (
        <Notice kind="warning" title={`${ownerName(owner)} keeps this object`}>
          {warning}
        </Notice>
      )}
      {remove.error !== null && <ErrorNotice title="Not removed" error={remove.error} />}
    </Dialog>
  );
}
