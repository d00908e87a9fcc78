'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { NewObject } from '@/components/configuration/new-object';
import { ObjectEditor } from '@/components/configuration/object-editor';
import { ObjectFacts } from '@/components/configuration/object-facts';
import { RemoveObject } from '@/components/configuration/remove-object';
import { ChangeUndo } from '@/components/shell/change-undo';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { PageHeader } from '@/components/shell/page-header';
import { useObjectChange, type ObjectChange } from '@/components/shell/use-object-change';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/api';
import { checksOptions } from '@/lib/client/checks';
import { dataStateOf } from '@/lib/client/data-state';
import { objectOptions } from '@/lib/client/objects';
import { objectCodec } from '@/lib/contract/configuration-url';
import type { ObjectDto } from '@/lib/contract/objects';
import { configurationHref } from '@/lib/contract/urls';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import styles from './object-page.module.css';

interface ObjectPageProps {
  readonly object: ObjectRef;
}

/** One object of a mesh: its YAML to edit, what is wrong with it, what it refers to and who changed it. */
export function ObjectPage({ object }: ObjectPageProps) {
  const { view } = useView();
  const id = objectId(object);
  const { data, error } = useQuery(objectOptions(id));
  const change = useObjectChange(id);
  const isMissing = error instanceof ApiError && error.type === 'not-found';
  const known = isMissing ? undefined : data;
  return (
    <>
      <PageHeader
        title={object.name}
        above={
          <Link href={configurationHref(view)} prefetch={false} className={styles.back}>
            <ArrowLeft aria-hidden="true" />
            Configuration
          </Link>
        }
        marks={
          <>
            <Badge>{object.kind}</Badge>
            <span className={styles.where}>
              {object.namespace === '' ? 'whole cluster' : object.namespace}
            </span>
            {known?.object.meshes.map((mesh) => (
              <MeshBadge key={mesh} mesh={mesh} />
            ))}
          </>
        }
      >
        {known !== undefined && <Removal object={known.object} change={change} />}
      </PageHeader>
      <ChangeUndo change={change} />
      {isMissing ? (
        <NewObject object={object} change={change} reason={error.message} />
      ) : (
        <DataPanel
          label="Object"
          state={dataStateOf({ data, error })}
          loading={<Skeleton label="Object" lines={18} />}
          isEmpty={() => false}
          empty={null}
        >
          {(answer) => <Parts object={answer.object} change={change} />}
        </DataPanel>
      )}
    </>
  );
}

interface PartsProps {
  readonly object: ObjectDto;
  readonly change: ObjectChange;
}

function Removal({ object, change }: PartsProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        size="s"
        isDisabled={!object.writable.remove.allowed}
        onPress={() => {
          change.remove.reset();
          setIsAsking(true);
        }}
      >
        Remove…
      </Button>
      {isAsking && (
        <RemoveObject object={object} change={change} onClose={() => setIsAsking(false)} />
      )}
    </>
  );
}

function Parts({ object, change }: PartsProps) {
  const { view } = useView();
  const { page } = usePageState(objectCodec);
  const namespaces = object.namespace === '' ? [] : [object.namespace];
  const { data: checks } = useQuery(checksOptions(namespaces, view));
  const findings = useMemo(
    () => checks?.findings.filter((finding) => objectId(finding.object) === object.id) ?? [],
    [checks, object.id],
  );
  const { resourceVersion, yaml } = object;
  return (
    <div className={styles.columns}>
      <ObjectEditor
        object={object}
        now={{ resourceVersion, yaml }}
        owner={object.owner}
        permission={object.writable.change}
        change={change}
        findings={findings}
        mark={page.mark}
      />
      <ObjectFacts object={object} findings={findings} checks={checks} />
    </div>
  );
}
