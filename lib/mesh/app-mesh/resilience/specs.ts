import type { Companion, SettingForm } from '@/lib/domain/resilience/setting';
import type { RouteField } from '@/lib/mesh/app-mesh/routes';
import type { GroupSpec, SettingSpec } from '@/lib/mesh/settings';

/** A whole value with its unit, which is s or ms. */
export const DURATION: Extract<SettingForm, { readonly kind: 'duration' }> = {
  kind: 'duration',
  writes: 'value-and-unit',
  minMs: 0,
};

function whole(min: number, max: number | null = null, unit = ''): SettingForm {
  return { kind: 'number', writes: 'number', whole: true, min, max, unit };
}

function time(label: string, help: string, path: string, absent: string): SettingSpec {
  return { label, help, path, form: DURATION, absent };
}

/** The times and retries of one route of a VirtualRouter. */
export function routeSpecs(field: RouteField, name: string, applies: string): readonly GroupSpec[] {
  const at = `/${field}`;
  const perRequest = time(
    'Request',
    'How long a request may take, with all its tries.',
    `${at}/timeout/perRequest`,
    '15 s.',
  );
  const idle = time(
    'Idle',
    'How long nothing may flow.',
    `${at}/timeout/idle`,
    '5 min; 1 h for TCP.',
  );
  const timeouts: GroupSpec = {
    section: 'timeouts',
    title: `Timeouts of ${name}`,
    applies,
    block: `${at}/timeout`,
    settings: field === 'tcpRoute' ? [idle] : [perRequest, idle],
  };
  if (field === 'tcpRoute') return [timeouts];
  return [
    timeouts,
    {
      section: 'retries',
      title: `Retries of ${name}`,
      applies,
      block: `${at}/retryPolicy`,
      settings: retries(field, at),
    },
  ];
}

function retries(field: RouteField, at: string): readonly SettingSpec[] {
  const needs: readonly Companion[] = [
    { path: `${at}/retryPolicy/maxRetries`, value: 2 },
    { path: `${at}/retryPolicy/perRetryTimeout`, value: { unit: 's', value: 2 } },
  ];
  const events = (label: string, name: string, options: readonly string[]): SettingSpec => ({
    label,
    help: 'What counts as a failure that is worth another try.',
    path: `${at}/retryPolicy/${name}`,
    form: { kind: 'list', writes: 'texts', options },
    absent: 'None of these.',
    needs,
  });
  return [
    {
      label: 'Retries',
      help: 'How often a failed request is tried again.',
      path: `${at}/retryPolicy/maxRetries`,
      form: whole(0),
      absent: 'App Mesh’s default retry policy.',
      needs,
    },
    {
      ...time(
        'Timeout per try',
        'How long one try may take.',
        `${at}/retryPolicy/perRetryTimeout`,
        'Has to be given with retries.',
      ),
      needs,
    },
    events('Retry on', 'httpRetryEvents', [
      'server-error',
      'gateway-error',
      'client-error',
      'stream-error',
    ]),
    events('Retry on TCP', 'tcpRetryEvents', ['connection-error']),
    ...(field === 'grpcRoute'
      ? [
          events('Retry on gRPC', 'grpcRetryEvents', [
            'cancelled',
            'deadline-exceeded',
            'internal',
            'resource-exhausted',
            'unavailable',
          ]),
        ]
      : []),
  ];
}

/** The limits, the outlier detection and the times of one listener of a VirtualNode, by its protocol. */
export function listenerSpecs(protocol: string, name: string): readonly GroupSpec[] {
  const applies = 'its callers, who apply it';
  const timeout = `/timeout/${protocol}`;
  const perRequest = time(
    'Request',
    'How long the application may take.',
    `${timeout}/perRequest`,
    '15 s.',
  );
  const idle = time('Idle', 'How long nothing may flow.', `${timeout}/idle`, '5 min; 1 h for TCP.');
  return [
    {
      section: 'breaker',
      title: `Connection pool of ${name}`,
      applies,
      block: '/connectionPool',
      settings: pool(protocol),
    },
    {
      section: 'breaker',
      title: `Outlier detection of ${name}`,
      applies,
      block: '/outlierDetection',
      settings: OUTLIERS,
    },
    {
      section: 'timeouts',
      title: `Timeouts of ${name}`,
      applies: 'requests that it takes in',
      block: '/timeout',
      settings: protocol === 'tcp' ? [idle] : [perRequest, idle],
    },
  ];
}

function pool(protocol: string): readonly SettingSpec[] {
  const at = `/connectionPool/${protocol}`;
  if (protocol === 'http2' || protocol === 'grpc') {
    return [
      {
        label: 'Requests at a time',
        help: 'How many requests are under way at most.',
        path: `${at}/maxRequests`,
        form: whole(1),
        absent: 'No limit of the mesh (2³¹−1).',
      },
    ];
  }
  const connections: SettingSpec = {
    label: 'Connections',
    help: 'How many connections each caller’s proxy opens at most.',
    path: `${at}/maxConnections`,
    form: whole(1),
    absent: 'No limit of the mesh (2³¹−1).',
  };
  if (protocol === 'tcp') return [connections];
  return [
    connections,
    {
      label: 'Requests waiting',
      help: 'How many requests wait for a connection before further ones are refused.',
      path: `${at}/maxPendingRequests`,
      form: whole(1),
      absent: '2³¹−1.',
      needs: [{ path: `${at}/maxConnections`, value: 1024 }],
    },
  ];
}

/** Outlier detection has to be whole. */
const WHOLE: readonly Companion[] = [
  { path: '/outlierDetection/maxServerErrors', value: 5 },
  { path: '/outlierDetection/interval', value: { unit: 's', value: 10 } },
  { path: '/outlierDetection/baseEjectionDuration', value: { unit: 's', value: 30 } },
  { path: '/outlierDetection/maxEjectionPercent', value: 50 },
];

const OUTLIERS: readonly SettingSpec[] = [
  {
    label: 'Server errors',
    help: 'After how many 5xx in a row an endpoint is left alone.',
    path: '/outlierDetection/maxServerErrors',
    form: whole(1),
    absent: 'No outlier detection.',
    needs: WHOLE,
  },
  {
    ...time(
      'Interval',
      'How often endpoints are looked at.',
      '/outlierDetection/interval',
      'No outlier detection.',
    ),
    needs: WHOLE,
  },
  {
    ...time(
      'Time out of use',
      'How long an endpoint is left alone, times how often it has been already.',
      '/outlierDetection/baseEjectionDuration',
      'No outlier detection.',
    ),
    needs: WHOLE,
  },
  {
    label: 'Endpoints out at most',
    help: 'Of all of them; one may always be.',
    path: '/outlierDetection/maxEjectionPercent',
    form: whole(0, 100, '%'),
    absent: 'No outlier detection.',
    needs: WHOLE,
  },
];
