'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OBJECT_DRAFTS } from '@/components/configuration/object-draft';
import { ObjectEditor } from '@/components/configuration/object-editor';
import { useSessionMap } from '@/components/shell/session-map';
import type { ObjectChange } from '@/components/shell/use-object-change';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { objectSchemaOptions } from '@/lib/client/objects';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';

interface NewObjectProps {
  readonly object: ObjectRef;
  readonly change: ObjectChange;
  /** Why there is nothing to see, in words. */
  readonly reason: string;
}

/** What is shown in the place of an object that is not there: where it was, or where one may be made. */
export function NewObject({ object, change, reason }: NewObjectProps) {
  const id = objectId(object);
  const { data: help } = useQuery(objectSchemaOptions(id));
  const drafts = useSessionMap(OBJECT_DRAFTS);
  const [isBegun, setIsBegun] = useState(false);
  const canBegin = help !== undefined;
  if (!canBegin || (!isBegun && !drafts.values.has(id))) {
    return (
      <EmptyState
        title={`There is no ${object.kind} ${object.name}`}
        actions={
          canBegin ? <Button onPress={() => setIsBegun(true)}>Write one…</Button> : undefined
        }
      >
        {reason}
      </EmptyState>
    );
  }
  return (
    <ObjectEditor
      object={object}
      now={{ resourceVersion: null, yaml: beginningOf(object, help.apiVersion) }}
      owner={{ kind: 'hand' }}
      // The API server says in the dry run whether one may be made.
      permission={{ allowed: true, reason: null }}
      change={change}
      findings={[]}
    />
  );
}

function beginningOf({ kind, namespace, name }: ObjectRef, apiVersion: string): string {
  const where = namespace === '' ? '' : `  namespace: ${namespace}\n`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${where}spec:\n  \n`;
}
