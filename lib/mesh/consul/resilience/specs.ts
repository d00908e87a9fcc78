import type { SettingForm } from '@/lib/domain/resilience/setting';
import type { GroupSpec, SettingSpec } from '@/lib/mesh/settings';

const DURATION: SettingForm = { kind: 'duration', writes: 'text', minMs: 0 };
const MILLISECONDS: SettingForm = { kind: 'duration', writes: 'milliseconds', minMs: 0 };

const MAX_INT32 = 2_147_483_647;

function whole(max: number | null = null, unit = ''): SettingForm {
  return { kind: 'number', writes: 'number', whole: true, min: 0, max, unit };
}

/** The conditions that Consul hands on to Envoy. */
const RETRY_ON = [
  ...['5xx', 'gateway-error', 'reset', 'connect-failure', 'envoy-ratelimited', 'retriable-4xx'],
  ...['refused-stream', 'cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted'],
  'unavailable',
];

/** The times of a ServiceResolver. */
export function resolverSpec(name: string): GroupSpec {
  return {
    section: 'timeouts',
    title: `Timeouts of the ServiceResolver ${name}`,
    applies: 'every request that no route says otherwise of',
    block: '',
    settings: [
      {
        label: 'Request',
        help: 'How long a request may take.',
        path: '/requestTimeout',
        form: DURATION,
        absent: '15 s.',
      },
      {
        label: 'Time to connect',
        help: 'How long opening a connection may take.',
        path: '/connectTimeout',
        form: DURATION,
        absent: '5 s.',
      },
    ],
  };
}

/** The times and retries of one route of a ServiceRouter. */
export function routeSpecs(name: string, applies: string): readonly GroupSpec[] {
  return [
    {
      section: 'timeouts',
      title: `Timeouts of ${name}`,
      applies,
      block: '',
      settings: [
        {
          label: 'Request',
          help: 'How long a request may take, with all its tries.',
          path: '/destination/requestTimeout',
          form: DURATION,
          absent: 'What the resolver says; else 15 s.',
        },
        {
          label: 'Idle',
          help: 'How long nothing may flow.',
          path: '/destination/idleTimeout',
          form: DURATION,
          absent: 'Envoy’s: 5 min.',
        },
      ],
    },
    { section: 'retries', title: `Retries of ${name}`, applies, block: '', settings: RETRIES },
  ];
}

const RETRIES: readonly SettingSpec[] = [
  {
    label: 'Retries',
    help: 'How often a failed request is tried again. Consul has no timeout per try.',
    path: '/destination/numRetries',
    form: whole(MAX_INT32),
    absent: 'None; 1, where there is a condition below.',
  },
  {
    label: 'Retry on',
    help: 'What counts as a failure that is worth another try.',
    path: '/destination/retryOn',
    form: { kind: 'list', writes: 'texts', options: RETRY_ON },
    absent: 'Nothing of these.',
  },
  {
    label: 'On failure to connect',
    help: 'Whether a connection that cannot be opened counts.',
    path: '/destination/retryOnConnectFailure',
    form: { kind: 'flag' },
    absent: 'false.',
  },
  {
    label: 'On status codes',
    help: 'Statuses that count.',
    path: '/destination/retryOnStatusCodes',
    form: { kind: 'list', writes: 'numbers', proposals: ['500', '502', '503', '504'] },
    absent: 'None.',
  },
];

/** The limits and passive health checks that a caller keeps towards its upstreams. */
export function upstreamSpecs(name: string, applies: string): readonly GroupSpec[] {
  return [
    {
      section: 'breaker',
      title: `Limits of ${name}`,
      applies,
      block: '/limits',
      settings: [
        {
          label: 'Connections',
          help: 'How many connections each instance opens at most.',
          path: '/limits/maxConnections',
          form: whole(),
          absent: 'Envoy’s: 1,024.',
        },
        {
          label: 'Requests waiting',
          help: 'How many requests wait for a connection before further ones are refused.',
          path: '/limits/maxPendingRequests',
          form: whole(),
          absent: 'Envoy’s: 1,024.',
        },
        {
          label: 'Requests at a time',
          help: 'How many requests are under way at most (HTTP/2 and gRPC).',
          path: '/limits/maxConcurrentRequests',
          form: whole(),
          absent: 'Envoy’s: 1,024.',
        },
      ],
    },
    {
      section: 'breaker',
      title: `Passive health check of ${name}`,
      applies,
      block: '/passiveHealthCheck',
      settings: HEALTH_CHECK,
    },
  ];
}

const HEALTH_CHECK: readonly SettingSpec[] = [
  {
    label: 'Failures in a row',
    help: 'After how many 5xx in a row an instance is left alone.',
    path: '/passiveHealthCheck/maxFailures',
    form: whole(MAX_INT32),
    absent: 'Envoy’s: 5.',
  },
  {
    label: 'Interval',
    help: 'How often instances are looked at.',
    path: '/passiveHealthCheck/interval',
    form: DURATION,
    absent: 'Envoy’s: 10 s.',
  },
  {
    label: 'Time out of use',
    help: 'How long an instance is left alone, times how often it has been already.',
    path: '/passiveHealthCheck/baseEjectionTime',
    form: DURATION,
    absent: 'Envoy’s: 30 s.',
  },
  {
    label: 'Instances out at most',
    help: 'Of all instances of the upstream.',
    path: '/passiveHealthCheck/maxEjectionPercent',
    form: whole(100, '%'),
    absent: 'Envoy’s: 10 %.',
  },
  {
    label: 'Really left alone',
    help: 'In how many of 100 cases; 0 only counts.',
    path: '/passiveHealthCheck/enforcingConsecutive5xx',
    form: whole(100, '%'),
    absent: '100 %.',
  },
];

/** What a service keeps towards its callers and towards its own application. */
export function inboundSpecs(name: string): readonly GroupSpec[] {
  return [
    {
      section: 'timeouts',
      title: `Timeouts of ${name} at its own proxy`,
      applies: 'requests that it takes in',
      block: '',
      settings: [
        {
          label: 'Request to the application',
          help: 'How long the application may take.',
          path: '/localRequestTimeoutMs',
          form: MILLISECONDS,
          absent: '15 s.',
        },
        {
          label: 'Time to connect to the application',
          help: 'How long opening a connection to it may take.',
          path: '/localConnectTimeoutMs',
          form: MILLISECONDS,
          absent: '5 s.',
        },
      ],
    },
    {
      section: 'breaker',
      title: `Connections that ${name} takes in`,
      applies: 'its callers together, for each of its instances',
      block: '/maxInboundConnections',
      settings: [
        {
          label: 'Connections',
          help: 'How many the proxy takes in at most.',
          path: '/maxInboundConnections',
          form: whole(),
          absent: 'No limit.',
        },
      ],
    },
  ];
}
