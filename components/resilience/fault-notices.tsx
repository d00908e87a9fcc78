import { Notice } from '@/components/ui/notice';
import type { FaultDto } from '@/lib/contract/resilience';

interface FaultNoticesProps {
  readonly faults: readonly FaultDto[];
  /** Epoch milliseconds of the answer. */
  readonly at: number;
}

/** That faults are injected now, which ones, and whether they should have ended. */
export function FaultNotices({ faults, at }: FaultNoticesProps) {
  return faults.map((fault) => {
    const { object, path, words, match, endsAt } = fault;
    const isOver = endsAt !== null && endsAt <= at;
    return (
      <Notice
        key={`${object.namespace}/${object.name}${path}`}
        kind="warning"
        title={isOver ? 'A fault is active that should have ended' : 'A fault is active'}
      >
        {`${words}${match === '' ? '' : ` where ${match}`}. ${object.kind} ${object.namespace}/${object.name} says so. `}
        {endsAt !== null &&
          `${isOver ? 'It should have ended at' : 'It should end at'} ${new Date(endsAt).toISOString()}. `}
        {isOver && 'The mesh ends nothing by itself: take it out below, and apply that.'}
      </Notice>
    );
  });
}
