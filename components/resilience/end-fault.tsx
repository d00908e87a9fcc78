'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ObjectPreview } from '@/components/shell/object-preview';
import { useObjectChange } from '@/components/shell/use-object-change';
import { Button } from '@/components/ui/button';
import { objectOptions } from '@/lib/client/objects';
import { rereadResilience } from '@/lib/client/resilience';
import type { OwnerDto } from '@/lib/contract/changes';
import type { ObjectDto, ObjectIntent } from '@/lib/contract/objects';
import type { FaultDto } from '@/lib/contract/resilience';
import { objectId } from '@/lib/domain/object-ref';
import { pointerOf } from '@/lib/domain/pointer';
import { FAULT_ENDS } from '@/lib/domain/resilience/setting';
import { err, ok, type Result } from '@/lib/domain/result';
import { editYaml, type YamlEdit } from '@/lib/domain/yaml-edit';

interface EndFaultProps {
  readonly fault: FaultDto;
  /** Whether its object injects nothing else, so that the time at which it should end goes with it. */
  readonly isLast: boolean;
}

/** Takes a fault out of its object, after a preview. */
export function EndFault({ fault, isLast }: EndFaultProps) {
  const { object } = fault;
  const id = objectId(object);
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const ending = useEnding(fault, isLast, isAsked);
  const change = useObjectChange(id, { onWritten: () => rereadResilience(client) });

  return (
    <>
      <Button
        size="s"
        isPending={isAsked && ending === null}
        onPress={() => {
          change.apply.reset();
          setAsked(true);
        }}
      >
        End it…
      </Button>
      {ending?.ok === false && <span role="status">{ending.error}</span>}
      {ending?.ok === true && (
        <ObjectPreview
          id={id}
          object={object}
          owner={ending.value.owner}
          intent={ending.value.intent}
          summary={`End the fault: ${fault.words}`}
          change={change}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}

interface Ending {
  readonly owner: OwnerDto;
  readonly intent: ObjectIntent;
}

/** Reads the object once it is asked for; null until then. */
function useEnding(fault: FaultDto, isLast: boolean, isAsked: boolean) {
  const { data, error } = useQuery({
    ...objectOptions(objectId(fault.object)),
    enabled: isAsked,
  });
  if (!isAsked) return null;
  if (error !== null) return err(error.message);
  return data === undefined ? null : endingOf(data.object, editsOf(fault, isLast));
}

/** What would be sent; or why it cannot be. */
function endingOf(object: ObjectDto, edits: readonly YamlEdit[]): Result<Ending, string> {
  const { owner, resourceVersion, writable } = object;
  if (!writable.change.allowed) {
    return err(writable.change.reason ?? 'You may not change this object.');
  }
  const edited = editYaml(object.yaml, edits);
  return edited.ok ? ok({ owner, intent: { yaml: edited.value, resourceVersion } }) : edited;
}

function editsOf({ path }: FaultDto, isLast: boolean): readonly YamlEdit[] {
  const end = pointerOf('metadata', 'annotations', FAULT_ENDS);
  return [
    { op: 'remove', path, keep: pointerOf('spec') },
    ...(isLast ? [{ op: 'remove' as const, path: end, keep: pointerOf('metadata') }] : []),
  ];
}
