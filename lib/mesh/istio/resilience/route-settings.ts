import { FAULT_ENDS, type SettingForm } from '@/lib/domain/resilience/setting';
import { annotationPath, type GroupSpec, type SettingSpec } from '@/lib/mesh/settings';

const DURATION: SettingForm = { kind: 'duration', writes: 'text', minMs: 1 };

/** Envoy's conditions, of HTTP and of gRPC, under which a request is tried again. */
const RETRY_ON = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure'],
  ...['envoy-ratelimited', 'retriable-4xx', 'refused-stream', 'retriable-status-codes'],
  ...['retriable-headers', 'http3-post-connect-failure', 'cancelled', 'deadline-exceeded'],
  ...['internal', 'resource-exhausted', 'unavailable'],
];

const PERCENTAGE: SettingForm = {
  kind: 'number',
  writes: 'number',
  whole: false,
  min: 0,
  max: 100,
  unit: '%',
  least: 0.0001,
};

/** What a fault without a percentage would be given, since without one it never fires. */
const FIRST_PERCENTAGE = 10;

/** When the faults of an object should end: known to the console alone. */
export const FAULT_END: GroupSpec = {
  section: 'fault',
  title: 'End of its faults',
  applies: 'all faults of this object',
  block: annotationPath(FAULT_ENDS),
  settings: [
    {
      label: 'Should end at',
      help: 'After this moment the console offers to take the faults out. The mesh knows nothing of it: they stay until somebody does.',
      path: annotationPath(FAULT_ENDS),
      form: { kind: 'moment' },
      absent: 'No end.',
    },
  ],
};

/** The settings of one HTTP route of a VirtualService. */
export function routeSpecs(name: string, applies: string): readonly GroupSpec[] {
  return [
    {
      section: 'timeouts',
      title: `Timeout of ${name}`,
      applies,
      block: '/timeout',
      settings: [TIMEOUT],
    },
    {
      section: 'retries',
      title: `Retries of ${name}`,
      applies,
      block: '/retries',
      settings: RETRIES,
    },
    {
      section: 'fault',
      title: `Delay in ${name}`,
      applies,
      block: '/fault/delay',
      settings: DELAY,
    },
    {
      section: 'fault',
      title: `Abort in ${name}`,
      applies,
      block: '/fault/abort',
      settings: ABORT,
    },
  ];
}

const TIMEOUT: SettingSpec = {
  label: 'Timeout',
  help: 'How long a request may take, with all its tries, before the caller’s proxy answers 504 (flag UT).',
  path: '/timeout',
  form: DURATION,
  absent: 'No timeout.',
};

const RETRIES: readonly SettingSpec[] = [
  {
    label: 'Retries',
    help: 'How often a failed request is tried again, beyond the first try. 0 switches retries off; then nothing else may stand here.',
    path: '/retries/attempts',
    form: { kind: 'number', writes: 'number', whole: true, min: 0, max: 2_147_483_647, unit: '' },
    absent: 'The default of the mesh; without one, 2 for failures to connect.',
  },
  {
    label: 'Timeout per try',
    help: 'How long one try may take. The timeout of the route holds for all of them together.',
    path: '/retries/perTryTimeout',
    form: DURATION,
    absent: 'The timeout of the route.',
    needs: [{ path: '/retries/attempts', value: 2 }],
  },
  {
    label: 'Retry on',
    help: 'What counts as a failure that is worth another try.',
    path: '/retries/retryOn',
    form: { kind: 'list', writes: 'commas', proposals: RETRY_ON },
    absent: 'connect-failure, refused-stream, unavailable, cancelled, retriable-status-codes.',
    needs: [{ path: '/retries/attempts', value: 2 }],
  },
];

const DELAY: readonly SettingSpec[] = [
  {
    label: 'Delay',
    help: 'How long chosen requests are held back before they are sent on (flag DI).',
    path: '/fault/delay/fixedDelay',
    form: DURATION,
    absent: 'No delay.',
    needs: [{ path: '/fault/delay/percentage/value', value: FIRST_PERCENTAGE }],
  },
  {
    label: 'Share delayed',
    help: 'Of the requests of this route.',
    path: '/fault/delay/percentage/value',
    form: PERCENTAGE,
    absent: '0 %: the delay never fires.',
  },
  {
    label: 'Share delayed, old form',
    help: 'Whole percent only.',
    path: '/fault/delay/percent',
    form: { kind: 'number', writes: 'number', whole: true, min: 0, max: 100, unit: '%' },
    absent: 'Not used.',
    deprecated: {
      because: 'The whole number `percent` is out of use; `percentage.value` took its place.',
      to: '/fault/delay/percentage/value',
    },
  },
];

const ABORT: readonly SettingSpec[] = [
  {
    label: 'HTTP status',
    help: 'What chosen requests get instead of an answer (flag FI).',
    path: '/fault/abort/httpStatus',
    form: { kind: 'number', writes: 'number', whole: true, min: 200, max: 599, unit: '' },
    absent: 'No abort by HTTP status.',
    excludes: ['/fault/abort/grpcStatus'],
    needs: [{ path: '/fault/abort/percentage/value', value: FIRST_PERCENTAGE }],
  },
  {
    label: 'gRPC status',
    help: 'For gRPC: the name of a status, such as UNAVAILABLE.',
    path: '/fault/abort/grpcStatus',
    form: {
      kind: 'choice',
      options: [
        ...['CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND'],
        ...['ALREADY_EXISTS', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION'],
        ...['ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS'],
        'UNAUTHENTICATED',
      ],
    },
    absent: 'No abort by gRPC status.',
    excludes: ['/fault/abort/httpStatus'],
    needs: [{ path: '/fault/abort/percentage/value', value: FIRST_PERCENTAGE }],
  },
  {
    label: 'Share aborted',
    help: 'Of the requests of this route.',
    path: '/fault/abort/percentage/value',
    form: PERCENTAGE,
    absent: '0 %: the abort never fires.',
  },
];
