import type { SettingForm } from '@/lib/domain/resilience/setting';
import type { GroupSpec, SettingSpec } from '@/lib/mesh/settings';

const DURATION: SettingForm = { kind: 'duration', writes: 'text', minMs: 1 };

const MAX_INT32 = 2_147_483_647;
const MAX_UINT32 = 4_294_967_295;

function whole(max: number, unit = ''): SettingForm {
  return { kind: 'number', writes: 'number', whole: true, min: 0, max, unit };
}

const UNLIMITED = 'No limit (2³²−1).';

/** The settings of one `trafficPolicy` of a DestinationRule. */
export function policySpecs(name: string, applies: string): readonly GroupSpec[] {
  return [
    {
      section: 'breaker',
      title: `Connection pool of ${name}`,
      applies,
      block: '/connectionPool',
      settings: POOL,
    },
    {
      section: 'breaker',
      title: `Outlier detection of ${name}`,
      applies,
      block: '/outlierDetection',
      settings: OUTLIERS,
    },
  ];
}

const POOL: readonly SettingSpec[] = [
  {
    label: 'Connections',
    help: 'How many connections each caller’s proxy opens to the host at most.',
    path: '/connectionPool/tcp/maxConnections',
    form: whole(MAX_INT32),
    absent: UNLIMITED,
  },
  {
    label: 'Requests waiting',
    help: 'How many requests wait for a connection before further ones are refused (503, flag UO).',
    path: '/connectionPool/http/http1MaxPendingRequests',
    form: whole(MAX_INT32),
    absent: UNLIMITED,
  },
  {
    label: 'Requests at a time',
    help: 'How many requests are under way at most, over HTTP/1.1 and HTTP/2.',
    path: '/connectionPool/http/http2MaxRequests',
    form: whole(MAX_INT32),
    absent: UNLIMITED,
  },
  {
    label: 'Requests per connection',
    help: 'After how many requests a connection is closed; 1 switches keep-alive off.',
    path: '/connectionPool/http/maxRequestsPerConnection',
    form: whole(MAX_INT32),
    absent: 'No limit.',
  },
  {
    label: 'Retries at a time',
    help: 'How many retries are under way at most, to all hosts of the cluster together.',
    path: '/connectionPool/http/maxRetries',
    form: whole(MAX_INT32),
    absent: UNLIMITED,
  },
  {
    label: 'Time to connect',
    help: 'How long opening a connection may take.',
    path: '/connectionPool/tcp/connectTimeout',
    form: DURATION,
    absent: '10 s.',
  },
];

const OUTLIERS: readonly SettingSpec[] = [
  {
    label: 'Consecutive 5xx',
    help: 'After how many errors in a row a server is left alone. 0 switches this off.',
    path: '/outlierDetection/consecutive5xxErrors',
    form: whole(MAX_UINT32),
    absent: '5, while there is any outlier detection.',
  },
  {
    label: 'Consecutive gateway errors',
    help: 'The same, of 502, 503 and 504 only.',
    path: '/outlierDetection/consecutiveGatewayErrors',
    form: whole(MAX_UINT32),
    absent: 'Off.',
  },
  {
    label: 'Consecutive errors',
    help: 'An older name for gateway errors in a row.',
    path: '/outlierDetection/consecutiveErrors',
    form: whole(MAX_INT32),
    absent: 'Not used.',
    deprecated: {
      because:
        '`consecutiveErrors` is out of use. It counted gateway errors (502, 503, 504), which `consecutiveGatewayErrors` does now; `consecutive5xxErrors` counts every 5xx.',
      to: '/outlierDetection/consecutiveGatewayErrors',
    },
  },
  {
    label: 'Interval',
    help: 'How often servers are looked at.',
    path: '/outlierDetection/interval',
    form: DURATION,
    absent: '10 s.',
  },
  {
    label: 'Time out of use',
    help: 'How long a server is left alone, times how often it has been already.',
    path: '/outlierDetection/baseEjectionTime',
    form: DURATION,
    absent: '30 s.',
  },
  {
    label: 'Servers out at most',
    help: 'Of all servers of the host; one may always be.',
    path: '/outlierDetection/maxEjectionPercent',
    form: whole(100, '%'),
    absent: '10 %.',
  },
  {
    label: 'Healthy at least',
    help: 'Below this share of healthy servers all of them are used again.',
    path: '/outlierDetection/minHealthPercent',
    form: whole(100, '%'),
    absent: '0 %: never.',
  },
];
