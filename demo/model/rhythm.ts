import { createRandom, seedOf } from './random';
import type { EpochSeconds } from './types';

interface Wave {
  readonly amplitude: number;
  /** Radians per second. */
  readonly frequency: number;
  readonly phase: number;
}

/**
 * A mean and some sine waves around it. Products and integrals of such sums are known in closed
 * form, which is why a counter has a value at any moment without adding up what came before.
 */
export interface Rhythm {
  readonly mean: number;
  readonly waves: readonly Wave[];
}

const DAY_SECONDS = 86_400;
const QUARTER_TURN = Math.PI / 2;

/** What the rhythm adds up to from 1970 to `at`. */
export function integral(rhythm: Rhythm, at: EpochSeconds): number {
  let sum = rhythm.mean * at;
  for (const { amplitude, frequency, phase } of rhythm.waves) {
    sum += (amplitude / frequency) * (Math.cos(phase) - Math.cos(frequency * at + phase));
  }
  return sum;
}

/** sin a × sin b = (cos(a − b) − cos(a + b)) / 2. */
function multiplyWaves(a: Wave, b: Wave): Wave[] {
  const amplitude = (a.amplitude * b.amplitude) / 2;
  return [
    {
      amplitude,
      frequency: a.frequency - b.frequency,
      phase: a.phase - b.phase + QUARTER_TURN,
    },
    {
      amplitude: -amplitude,
      frequency: a.frequency + b.frequency,
      phase: a.phase + b.phase + QUARTER_TURN,
    },
  ];
}

/** The product of two rhythms, which must share no frequency. */
export function multiply(a: Rhythm, b: Rhythm): Rhythm {
  return {
    mean: a.mean * b.mean,
    waves: [
      ...a.waves.map((wave) => ({ ...wave, amplitude: wave.amplitude * b.mean })),
      ...b.waves.map((wave) => ({ ...wave, amplitude: wave.amplitude * a.mean })),
      ...a.waves.flatMap((wave) => b.waves.flatMap((other) => multiplyWaves(wave, other))),
    ],
  };
}

function wave(amplitude: number, periodSeconds: number, phase: number): Wave {
  return { amplitude, frequency: (2 * Math.PI) / periodSeconds, phase };
}

/** How the traffic that starts in a namespace swells and ebbs: around 1, never below 0.5. */
export function trafficRhythm(namespace: string, seed: number): Rhythm {
  const random = createRandom(seedOf(`traffic/${namespace}`, seed));
  const turn = () => random() * 2 * Math.PI;
  return {
    mean: 1,
    waves: [
      wave(0.25, DAY_SECONDS, 4 + random()),
      wave(0.1, 1_500 + 1_200 * random(), turn()),
      wave(0.04, 280 + 160 * random(), turn()),
    ],
  };
}

/** The share of a workload's requests that meet it busy, and so take longer: between 0.1 and 0.5. */
export function busyRhythm(workload: string, seed: number): Rhythm {
  const random = createRandom(seedOf(`busy/${workload}`, seed));
  return { mean: 0.3, waves: [wave(0.2, 2_900 + 1_400 * random(), random() * 2 * Math.PI)] };
}
