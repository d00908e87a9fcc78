'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useView } from '@/components/shell/use-view';
import { checksOptions, isJudged } from '@/lib/client/checks';
import type { FindingDto } from '@/lib/contract/checks';
import { countFindings, type FindingCounts } from '@/lib/domain/finding-counts';
import { groupBy } from '@/lib/domain/group-by';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';

const NONE = countFindings([]);

/** How much is wrong in each namespace of the view, by one request for all; null while that is not known. */
export function useNamespaceFindings(): (namespace: string) => FindingCounts | null {
  const { view } = useView();
  const { data, isPlaceholderData } = useQuery(checksOptions(view.namespaces, view));
  return useMemo(() => {
    const known = data !== undefined && isJudged(data);
    const byName = new Map(known ? data.byNamespace.map((each) => [each.namespace, each]) : []);
    // An answer for other namespaces says nothing of those that it does not name.
    const otherwise = known && !isPlaceholderData ? NONE : null;
    return (namespace) => byName.get(namespace) ?? otherwise;
  }, [data, isPlaceholderData]);
}

export interface ObjectFindings {
  /** Whether it will be known soon. */
  readonly isLoading: boolean;
  /** Why it is not known. */
  readonly error: Error | null;
  /** What is wrong with an object; null while that is not known. */
  readonly of: (object: ObjectRef) => readonly FindingDto[] | null;
}

/** What is wrong with some objects (undefined: not known yet which), by one request for all of them. */
export function useObjectFindings(objects: readonly ObjectRef[] | undefined): ObjectFindings {
  const { view } = useView();
  const isAsked = objects !== undefined && objects.length > 0;
  const { data, error, isPlaceholderData } = useQuery({
    ...checksOptions(namespacesOf(objects ?? []), view),
    enabled: isAsked,
  });
  const checks = isPlaceholderData ? undefined : data;
  return useMemo(() => {
    const byId =
      checks === undefined || !isJudged(checks)
        ? null
        : groupBy(checks.findings, ({ object }) => objectId(object));
    return {
      isLoading: isAsked && checks === undefined && error === null,
      error: checks === undefined ? error : null,
      of: (object) => (byId === null ? null : (byId.get(objectId(object)) ?? [])),
    };
  }, [checks, error, isAsked]);
}

/** Where to ask; with an object that is in no namespace, everywhere. */
function namespacesOf(objects: readonly ObjectRef[]): readonly string[] {
  const namespaces = new Set(objects.map(({ namespace }) => namespace));
  return namespaces.has('') ? [] : [...namespaces].toSorted();
}
