import type {
  CertificateDto,
  DescribedPolicyDto,
  TlsModeDto,
  WorkloadPosture,
} from '@/lib/contract/security';
import type { SecurityPage } from '@/lib/contract/security-url';

/** Whether something of a workload asks for a look: calls that a policy denies, or ends that do not fit. */
export function isTroubled({ denied, conflicts }: WorkloadPosture): boolean {
  return denied > 0 || conflicts.length > 0;
}

/** The workloads that the page asks for. */
export function workloadsToShow(
  workloads: readonly WorkloadPosture[],
  { show, search }: Pick<SecurityPage, 'show' | 'search'>,
): readonly WorkloadPosture[] {
  const wanted = search.toLowerCase();
  return workloads.filter(
    (workload) =>
      `${workload.namespace}/${workload.name}`.includes(wanted) &&
      (show !== 'mesh' || workload.mesh !== null) &&
      (show !== 'plaintext' || workload.plaintext.length > 0) &&
      (show !== 'trouble' || isTroubled(workload)),
  );
}

/** The policies whose name, namespace, kind or words hold what is looked for. */
export function policiesToShow(
  policies: readonly DescribedPolicyDto[],
  search: string,
): readonly DescribedPolicyDto[] {
  const wanted = search.toLowerCase();
  return policies.filter(({ object, selects, rules }) =>
    [`${object.namespace}/${object.name}`, object.kind, selects, ...rules].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
}

/** A sum of what the page shows, for the line above the table. */
export function totalsOf(workloads: readonly WorkloadPosture[]) {
  const meshed = workloads.filter(({ mesh }) => mesh !== null);
  const has = (mode: TlsModeDto) =>
    meshed.filter(({ ports }) => ports.some((port) => port.mode === mode)).length;
  return {
    meshed: meshed.length,
    outside: workloads.length - meshed.length,
    strict: meshed.filter(
      ({ ports }) => ports.length > 0 && ports.every(({ mode }) => mode === 'strict'),
    ).length,
    permissive: has('permissive'),
    plaintext: meshed.filter(({ plaintext }) => plaintext.length > 0).length,
    troubled: meshed.filter(isTroubled).length,
  };
}

/** The certificates of workloads whose name holds what is looked for. */
export function certificatesToShow(
  certificates: readonly CertificateDto[],
  search: string,
): readonly CertificateDto[] {
  const wanted = search.toLowerCase();
  return certificates.filter(({ namespace, workload }) =>
    `${namespace}/${workload}`.includes(wanted),
  );
}
