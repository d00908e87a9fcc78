import type { ServiceSlot } from '@/lib/viz/traces/service-slots';

/** What the bars of a trace are coloured by. */
export type SpanColouring = 'service' | 'errors' | 'self' | 'path';

const HEAT_STEPS = [1, 2, 3, 4, 5] as const;
type HeatStep = (typeof HEAT_STEPS)[number];

/** The colour of a bar, by what it says. `calm` is a bar of which there is nothing to say. */
export type SpanTone =
  `service-${ServiceSlot}` | 'failed' | 'failed-below' | `heat-${HeatStep}` | 'path' | 'calm';

/** What the colours depend on, by index of span. */
export interface TonedSpans {
  readonly spans: readonly {
    readonly service: number;
    readonly error: boolean;
  }[];
  /** By index of service. */
  readonly slots: readonly ServiceSlot[];
  readonly errorsBelow: Int32Array;
  /** Microseconds. */
  readonly selfUs: Float64Array;
  readonly criticalUs: Float64Array;
}

/** The colour of every span. */
export function spanTones(trace: TonedSpans, by: SpanColouring): readonly SpanTone[] {
  const { spans, slots, errorsBelow, selfUs, criticalUs } = trace;
  switch (by) {
    case 'service':
      return spans.map(({ service }): SpanTone => `service-${slots[service] ?? 1}`);
    case 'errors':
      return spans.map(({ error }, index) => errorTone(error, errorsBelow[index] ?? 0));
    case 'self': {
      const most = mostOf(selfUs);
      return spans.map((_, index) => heatTone(selfUs[index] ?? 0, most));
    }
    case 'path':
      return spans.map((_, index) => ((criticalUs[index] ?? 0) > 0 ? 'path' : 'calm'));
  }
}

function errorTone(error: boolean, errorsBelow: number): SpanTone {
  if (error) return 'failed';
  return errorsBelow > 0 ? 'failed-below' : 'calm';
}

/**
 * The step of a self time on the way to the longest of the trace, in fifths. Most spans of a trace
 * hardly do anything themselves: they are calm, below a fiftieth.
 */
function heatTone(selfUs: number, most: number): SpanTone {
  const share = most > 0 ? selfUs / most : 0;
  if (share < CALM_SHARE) return 'calm';
  const step = HEAT_STEPS[Math.min(HEAT_STEPS.length, Math.ceil(share * HEAT_STEPS.length)) - 1];
  return `heat-${step ?? 1}`;
}

const CALM_SHARE = 0.02;

function mostOf(times: Float64Array): number {
  return times.reduce((most, time) => Math.max(most, time), 0);
}

/** An entry of the legend of a colouring. */
export interface ToneMeaning {
  readonly tone: SpanTone;
  readonly means: string;
}

/**
 * What the colours mean.
 *
 * @param longest The longest self time of the trace, as people read it.
 */
export function toneMeanings(
  by: SpanColouring,
  services: readonly { readonly name: string; readonly slot: ServiceSlot }[],
  longest: string,
): readonly ToneMeaning[] {
  switch (by) {
    case 'service':
      return services.map(({ name, slot }) => ({ tone: `service-${slot}`, means: name }));
    case 'errors':
      return [
        { tone: 'failed', means: 'failed' },
        { tone: 'failed-below', means: 'something under it failed' },
        { tone: 'calm', means: 'succeeded' },
      ];
    case 'self':
      return [
        { tone: 'calm', means: 'hardly any self time' },
        ...HEAT_STEPS.map((step): ToneMeaning => ({
          tone: `heat-${step}`,
          means: heatText(step, longest),
        })),
      ];
    case 'path':
      return [
        { tone: 'path', means: 'on the critical path' },
        { tone: 'calm', means: 'not on it' },
      ];
  }
}

/** Only the ends of the scale are told; the steps between are seen. */
function heatText(step: HeatStep, longest: string): string {
  return step === HEAT_STEPS.length ? `up to ${longest}` : '';
}
