'use client';

import { useMemo, useState } from 'react';
import { Panel, Part } from '@/components/security/panel';
import { policiesToShow, policyKey } from '@/components/security/security-rows';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import type { DescribedPolicyDto } from '@/lib/contract/security';
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

/** Every policy in words; the one that is open stands whole beside the table. */
export function PoliciesTab({ policies, search }: PoliciesTabProps) {
  const [openKey, setOpenKey] = useState('');
  const shown = useMemo(() => policiesToShow(policies, search), [policies, search]);
  const columns = useMemo(() => columnsOf(setOpenKey), []);
  const open = shown.find((policy) => policyKey(policy) === openKey);
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
    <div className={cx(styles.columns, open !== undefined && styles.isOpen)}>
      <div className={styles.main}>
        <DataTable
          label="Policies"
          columns={columns}
          rows={shown}
          keyOf={policyKey}
          initialSort={{ column: 'namespace', descending: false }}
          isCurrent={(policy) => policyKey(policy) === openKey}
        />
      </div>
      {open !== undefined && <PolicyPanel policy={open} onClose={() => setOpenKey('')} />}
    </div>
  );
}

function PolicyPanel({
  policy: { object, mesh, selects, rules, warnings },
  onClose,
}: {
  readonly policy: DescribedPolicyDto;
  readonly onClose: () => void;
}) {
  return (
    <Panel kind={object.kind} title={object.name} onClose={onClose}>
      <div className={styles.parts}>
        <p className={styles.badges}>
          <MeshBadge mesh={mesh} />
          <span className={styles.muted}>{object.namespace}</span>
        </p>
        <Part title="For">
          <p>{selects}</p>
        </Part>
        <Part title="Says">
          {rules.map((rule) => (
            <p key={rule}>{rule}</p>
          ))}
        </Part>
        {warnings.length > 0 && (
          <Part title="To know">
            {warnings.map((warning) => (
              <p key={warning} className={styles.trouble}>
                {warning}
              </p>
            ))}
          </Part>
        )}
      </div>
    </Panel>
  );
}

function columnsOf(onOpen: (key: string) => void): readonly Column<DescribedPolicyDto>[] {
  return [
    {
      id: 'name',
      header: 'Policy',
      isRowHeader: true,
      width: '14rem',
      sortBy: ({ object }) => object.name,
      cell: (policy) => (
        <button type="button" className={styles.open} onClick={() => onOpen(policyKey(policy))}>
          {policy.object.name}
        </button>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      isSecondary: true,
      width: '12rem',
      sortBy: ({ object }) => object.kind,
      cell: ({ object }) => object.kind,
    },
    {
      id: 'namespace',
      header: 'Namespace',
      width: '9rem',
      sortBy: ({ object }) => `${object.namespace}/${object.kind}/${object.name}`,
      cell: ({ object }) =>
        object.namespace === '' ? <span className={styles.muted}>all</span> : object.namespace,
    },
    {
      id: 'effect',
      header: 'Effect',
      width: '8.5rem',
      sortBy: ({ effect }) => EFFECTS[effect],
      cell: ({ effect, warnings }) => (
        <Badge tone={warnings.length > 0 ? 'degraded' : 'neutral'}>{EFFECTS[effect]}</Badge>
      ),
    },
    {
      id: 'words',
      header: 'In words',
      isSecondary: true,
      cell: ({ selects, rules }) => {
        const words = `${selects}: ${rules.join(' ')}`;
        return (
          <span className={styles.words} title={words}>
            {words}
          </span>
        );
      },
    },
  ];
}
