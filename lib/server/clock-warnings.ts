import 'server-only';
import type { Warning } from '@/lib/contract/common';
import { formatAge } from '@/lib/domain/format';
import type { UpstreamName } from '@/lib/upstream/error';
import type { SourceClocks } from '@/lib/upstream/source-clocks';

/** A clock that is off by more makes figures of a minute wrong, and tokens end early or late. */
const WORTH_SAYING_MS = 30_000;

const CONSEQUENCE = {
  prometheus: 'Figures are asked for by the clock of Prometheus.',
  kubernetes: 'Sessions and tokens may end early or late, and ages of objects are off.',
  tracing: 'The newest traces may be missing.',
} as const satisfies Partial<Record<UpstreamName, string>>;

const NAMES = {
  prometheus: 'Prometheus',
  kubernetes: 'the API server',
  tracing: 'the tracing store',
};

/** Says which sources' clocks are off ours, one sentence each. */
export function clockWarnings(clocks: Pick<SourceClocks, 'skewMs'>): Warning[] {
  return (['prometheus', 'kubernetes', 'tracing'] as const).flatMap((source) => {
    const skewMs = clocks.skewMs(source);
    if (Math.abs(skewMs) <= WORTH_SAYING_MS) return [];
    const off = `${formatAge(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'}`;
    const message = `The clock of ${NAMES[source]} is ${off} the console’s. ${CONSEQUENCE[source]}`;
    return [{ code: 'clock-skew', message }];
  });
}
