import 'server-only';
import type { Warning } from '@/lib/contract/common';
import { clockInWords } from '@/lib/domain/clock-words';
import type { UpstreamName } from '@/lib/upstream/error';
import type { SourceClocks } from '@/lib/upstream/source-clocks';

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
    const off = clockInWords(clocks.skewMs(source));
    if (off === null) return [];
    const message = `The clock of ${NAMES[source]} is ${off} the console’s. ${CONSEQUENCE[source]}`;
    return [{ code: 'clock-skew', message }];
  });
}
