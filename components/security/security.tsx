'use client';

import { useQuery } from '@tanstack/react-query';
import { CertificatesTab } from '@/components/security/certificates-tab';
import { PoliciesTab } from '@/components/security/policies-tab';
import { SimulationTab } from '@/components/security/simulation-tab';
import { WorkloadsTab } from '@/components/security/workloads-tab';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { SearchField } from '@/components/ui/text-field';
import { dataStateOf } from '@/lib/client/data-state';
import { securityOptions } from '@/lib/client/security';
import type { Security as SecurityAnswer } from '@/lib/contract/security';
import { securityCodec } from '@/lib/contract/security-url';
import styles from './security.module.css';

/** How calls are encrypted and who may call whom, beside what truly flows. */
export function Security() {
  const { view } = useView();
  const { page, setPage } = usePageState(securityCodec);
  const state = dataStateOf(useQuery(securityOptions(view)));
  return (
    <>
      <PageHeader title="Security">
        {page.tab !== 'simulation' && (
          <SearchField
            label="Filter by name"
            value={page.search}
            onChange={(search) => setPage({ search })}
          />
        )}
      </PageHeader>
      <DataPanel
        label="Security"
        state={state}
        className={styles.page}
        loading={<Skeleton label="Security" lines={14} />}
        isEmpty={({ workloads, policies }) => workloads.length === 0 && policies.length === 0}
        empty={
          <EmptyState title="No workloads">
            No pods and no policies of the chosen namespaces are there that you may read.
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <AnswerNotices answer={answer} />
            <Tabs
              label="What to see"
              tabs={[
                { id: 'workloads', label: 'Workloads', note: answer.workloads.length },
                { id: 'policies', label: 'Policies', note: answer.policies.length },
                { id: 'certificates', label: 'Certificates', note: answer.certificates.length },
                { id: 'simulation', label: 'Simulation' },
              ]}
              selected={page.tab}
              onSelect={(tab) => setPage({ tab })}
            >
              <Body answer={answer} />
            </Tabs>
          </>
        )}
      </DataPanel>
    </>
  );
}

function Body({ answer }: { readonly answer: SecurityAnswer }) {
  const { page } = usePageState(securityCodec);
  switch (page.tab) {
    case 'workloads':
      return <WorkloadsTab workloads={answer.workloads} />;
    case 'policies':
      return <PoliciesTab policies={answer.policies} search={page.search} />;
    case 'certificates':
      return <CertificatesTab answer={answer} search={page.search} />;
    case 'simulation':
      return <SimulationTab namespaces={meshedNamespaces(answer)} />;
  }
}

function meshedNamespaces({ workloads }: SecurityAnswer): readonly string[] {
  const names = workloads.filter(({ mesh }) => mesh !== null).map(({ namespace }) => namespace);
  return [...new Set(names)].toSorted();
}
