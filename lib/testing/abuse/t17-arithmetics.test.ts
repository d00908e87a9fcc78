import type { WeightArithmetic } from '@/lib/domain/split';
import type * as weightsModule from '@/lib/domain/weights';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { ABOVE_ZERO, CONSUL, GATEWAY_API, ISTIO } from '@/lib/testing/arithmetics';

const WEIGHTS = 'lib/domain/weights.ts';

const arithmetics: Readonly<Record<string, WeightArithmetic>> = {
  ISTIO,
  GATEWAY_API,
  CONSUL,
  ABOVE_ZERO,
};

/** Weights that one mesh or the other would refuse, by its own rules. */
const REFUSED: readonly (readonly [string, readonly (readonly (number | null)[])[]])[] = [
  [
    'ISTIO',
    [
      [-1, 101],
      [NaN, 1],
      [Infinity, 1],
      [33.3, 66.7],
      [2 ** 31, 0],
      [0, 0],
      [null, null],
      [1e-9, 1],
    ],
  ],
  [
    'GATEWAY_API',
    [
      [-1, 1],
      [1_000_001, 1],
      [0.5, 0.5],
      [NaN, 0],
      [-Infinity, 1],
      [1e300, 1],
    ],
  ],
  [
    'CONSUL',
    [
      [50, 49],
      [50, 51],
      [33.333, 66.667],
      [-1, 101],
      [101, 0],
      [0, 0],
      [99.99, 0],
      [100, 0.01],
      [NaN, 100],
    ],
  ],
  [
    'ABOVE_ZERO',
    [
      [0, 1],
      [0.0005, 1],
      [-0.001, 1],
      [400_001, 1],
      [0, 0],
      [NaN, 1],
    ],
  ],
];

describeAbuse<typeof weightsModule>('T17: weights against the arithmetic of their mesh', {
  product: (load) => load<typeof weightsModule>(WEIGHTS),
  works({ refusalOf }) {
    const good = [
      refusalOf([90, 10], ISTIO),
      refusalOf([0, 0], GATEWAY_API),
      refusalOf([33.33, 66.67], CONSUL),
    ];
    if (good.some((refusal) => refusal !== null)) throw new Error('good weights are refused');
  },
  attack: ({ refusalOf }) =>
    tryEach(
      REFUSED.flatMap(([mesh, sets]) => sets.map((weights) => ({ mesh, weights }))),
      ({ mesh, weights }) => {
        const arithmetic = arithmetics[mesh];
        return arithmetic !== undefined && refusalOf(weights, arithmetic) !== null
          ? null
          : 'is taken';
      },
    ),
  atLeast: 28,
  defects: [
    {
      without: 'the sum of Consul, in decimals and in its own arithmetic',
      edits: [
        {
          file: WEIGHTS,
          find: 'Math.abs(total - wanted) >= ROUNDING_TOLERANCE',
          replace: 'total < 0',
        },
        { file: WEIGHTS, find: 'if (!float32 ||', replace: 'if (total >= 0 ||' },
      ],
    },
    edit(
      'a least weight',
      WEIGHTS,
      'if (min !== undefined && weight < min) {',
      'if (min !== undefined && weight < -1) {',
    ),
    {
      without: 'a look at what is no number, in either of two places',
      edits: [
        {
          file: WEIGHTS,
          find: "if (!Number.isFinite(weight)) {\n    return { rule: 'not-a-number'",
          replace: "if (weight === -7) {\n    return { rule: 'not-a-number'",
        },
        {
          file: WEIGHTS,
          find: 'step === 1 ? Number.isInteger(weight)',
          replace: 'step === 1 ? Number.isInteger(weight) || Number.isNaN(weight)',
        },
      ],
    },
    edit(
      'the step of a mesh',
      WEIGHTS,
      ': isWhole(weight / step)) return null;',
      ': true) return null;',
    ),
  ],
});
