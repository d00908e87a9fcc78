'use client';

import { EndFault } from '@/components/resilience/end-fault';
import { useTimeZone } from '@/components/shell/time-zone';
import { Notice } from '@/components/ui/notice';
import type { FaultDto } from '@/lib/contract/resilience';
import { formatMoment } from '@/lib/domain/format';
import { objectId } from '@/lib/domain/object-ref';

interface FaultNoticesProps {
  readonly faults: readonly FaultDto[];
  /** Epoch milliseconds of the answer. */
  readonly at: number;
}

/** That faults are injected now, which ones, whether they should have ended, and a way to end them. */
export function FaultNotices({ faults, at }: FaultNoticesProps) {
  const zone = useTimeZone();
  return faults.map((fault) => {
    const { object, path, words, match, endsAt } = fault;
    const isOver = endsAt !== null && endsAt <= at;
    const beside = faults.filter((each) => objectId(each.object) === objectId(object)).length;
    return (
      <Notice
        key={`${objectId(object)}${path}`}
        kind="warning"
        title={isOver ? 'A fault is active that should have ended' : 'A fault is active'}
        actions={<EndFault fault={fault} isLast={beside === 1} />}
      >
        {`${words}${match === '' ? '' : ` where ${match}`}. ${object.kind} ${object.namespace}/${object.name} says so. `}
        {endsAt !== null &&
          `${isOver ? 'It should have ended at' : 'It should end at'} ${formatMoment(endsAt, zone)}. `}
        {isOver && 'The mesh ends nothing by itself.'}
      </Notice>
    );
  });
}
