'use client';

import { useMemo } from 'react';
import { policiesToShow } from '@/components/security/security-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { ObjectLink } from '@/components/shell/object-link';
import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import type { DescribedPolicyDto } from '@/lib/contract/security';
import { objectId } from '@/lib/domain/object-ref';
import styles from './security.module.css';

const EFFECTS = {
  allow: 'Allows',
  deny: 'Denies',
  custom: 'Asks',
  audit: 'Logs',
  tls: 'Encrypts',
  authenticate: 'Names callers',
  other: 'Other',
} as const;

interface PoliciesTabProps {
  readonly policies: readonly DescribedPolicyDto[];
  readonly search: string;
}

/** Every policy in all its words; its name leads to the object. */
export function PoliciesTab({ policies, search }: PoliciesTabProps) {
  const shown = useMemo(() => policiesToShow(policies, search), [policies, search]);
  if (shown.length === 0) {
    return (
      <EmptyState title={policies.length === 0 ? 'No policies' : 'No policy matches'}>
        {policies.length === 0
          ? 'No object that you may read says who may call whom, or how calls are encrypted.'
          : undefined}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Policies"
      columns={COLUMNS}
      rows={shown}
      keyOf={({ mesh, object }) => `${mesh} ${objectId(object)}`}
      initialSort={{ column: 'namespace', descending: false }}
    />
  );
}

const COLUMNS: readonly Column<DescribedPolicyDto>[] = [
  {
    id: 'name',
    header: 'Policy',
    isRowHeader: true,
    wraps: true,
    // On a phone the words need the width.
    width: 'min(16rem, 40vw)',
    sortBy: ({ object }) => object.name,
    cell: ({ object }) => (
      <span className={styles.policy}>
        <ObjectLink object={object} className={styles.objectLink}>
          {object.name}
        </ObjectLink>
        <span className={styles.muted}>{object.kind}</span>
      </span>
    ),
  },
  {
    id: 'namespace',
    header: 'Namespace',
    isSecondary: true,
    width: '8rem',
    sortBy: ({ object }) => `${object.namespace}/${object.kind}/${object.name}`,
    cell: ({ object }) =>
      object.namespace === '' ? <span className={styles.muted}>all</span> : object.namespace,
  },
  {
    id: 'mesh',
    header: 'Mesh',
    isSecondary: true,
    width: '9rem',
    sortBy: ({ mesh }) => mesh,
    cell: ({ mesh }) => <MeshBadge mesh={mesh} />,
  },
  {
    id: 'effect',
    header: 'Effect',
    isSecondary: true,
    width: '8.5rem',
    sortBy: ({ effect }) => EFFECTS[effect],
    cell: ({ effect }) => <Badge>{EFFECTS[effect]}</Badge>,
  },
  { id: 'words', header: 'In words', wraps: true, cell: (policy) => <Words policy={policy} /> },
];

function Words({ policy }: { readonly policy: DescribedPolicyDto }) {
  const { object, selects, rules, warnings } = policy;
  const where = object.namespace === '' ? 'All namespaces' : object.namespace;
  return (
    <div className={styles.policy}>
      <p>
        <span className={styles.narrowOnly}>{`${where} · `}</span>
        <span className={styles.muted}>{`For ${selects}`}</span>
      </p>
      {rules.map((rule) => (
        <p key={rule}>{rule}</p>
      ))}
      {warnings.map((warning) => (
        <p key={warning} className={styles.trouble}>
          {warning}
        </p>
      ))}
    </div>
  );
}
