import { Notice } from '@/components/ui/notice';
import type { Resilience } from '@/lib/contract/resilience';
import { parseNodeId } from '@/lib/domain/model';

interface RetryPathNoticeProps {
  readonly path: NonNullable<Resilience['retryPath']>;
}

/** That retries multiply along a chain of calls, which chain, and what each step of it does. */
export function RetryPathNotice({ path }: RetryPathNoticeProps) {
  const [first] = path.steps;
  const last = path.steps.at(-1);
  return (
    <Notice kind="warning" title={`Retries multiply: up to ${path.product} tries of one request`}>
      {`One request of ${nameOf(first?.source)} may reach ${nameOf(last?.target)} up to ${path.product} times: `}
      {path.steps
        .map(({ source, target, tries }) => `${nameOf(source)} → ${nameOf(target)} ${tries}×`)
        .join(', ')}
      . Retries at one step of a chain are mostly enough.
    </Notice>
  );
}

function nameOf(id: string | undefined): string {
  return id === undefined ? '' : (parseNodeId(id)?.name ?? id);
}
