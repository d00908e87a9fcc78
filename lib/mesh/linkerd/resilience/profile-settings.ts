import type { SettingForm } from '@/lib/domain/resilience/setting';
import type { GroupSpec, SettingSpec } from '@/lib/mesh/settings';

const GO_DURATION: SettingForm = { kind: 'duration', writes: 'text', minMs: 1 };

/** The settings of one route of a ServiceProfile. */
export function profileRoute(name: string, applies: string): readonly GroupSpec[] {
  const timeout: SettingSpec = {
    label: 'Timeout',
    help: 'How long a request of this route may take, with its retries.',
    path: '/timeout',
    form: GO_DURATION,
    absent: '10 s, where the route is retryable; else no timeout.',
  };
  const isRetryable: SettingSpec = {
    label: 'Retryable',
    help: 'Whether failed requests are tried again while the budget lasts.',
    path: '/isRetryable',
    form: { kind: 'flag' },
    absent: 'false: no retries.',
  };
  return [
    {
      section: 'timeouts',
      title: `Timeout of ${name}`,
      applies,
      block: '/timeout',
      settings: [timeout],
    },
    {
      section: 'retries',
      title: `Retries of ${name}`,
      applies,
      block: '/isRetryable',
      settings: [isRetryable],
    },
  ];
}

/** Without all three a budget is refused. */
const WHOLE_BUDGET = [
  { path: '/retryBudget/retryRatio', value: 0.2 },
  { path: '/retryBudget/minRetriesPerSecond', value: 10 },
  { path: '/retryBudget/ttl', value: '10s' },
];

/** The budget of retries that all routes of a ServiceProfile share. */
export function profileBudget(name: string): GroupSpec {
  return {
    section: 'retries',
    title: `Retry budget of ${name}`,
    applies: 'all its routes that are retryable',
    block: '/retryBudget',
    settings: [
      {
        label: 'Ratio',
        help: 'How many retries there may be, of the requests that are none. 0.2 adds at most 20 % of load.',
        path: '/retryBudget/retryRatio',
        form: { kind: 'number', writes: 'number', whole: false, min: 0, max: 1000, unit: '' },
        absent: '0.2.',
        needs: WHOLE_BUDGET,
      },
      {
        label: 'Always allowed',
        help: 'Retries per second beyond the ratio.',
        path: '/retryBudget/minRetriesPerSecond',
        form: {
          kind: 'number',
          writes: 'number',
          whole: true,
          min: 0,
          max: 2_147_483_647,
          unit: '/s',
        },
        absent: '10.',
        needs: WHOLE_BUDGET,
      },
      {
        label: 'Remembered for',
        help: 'Over which time the ratio is taken.',
        path: '/retryBudget/ttl',
        form: GO_DURATION,
        absent: '10 s.',
        needs: WHOLE_BUDGET,
      },
    ],
  };
}
