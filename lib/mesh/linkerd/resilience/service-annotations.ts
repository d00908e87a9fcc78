import type { SettingForm } from '@/lib/domain/resilience/setting';
import type { AnnotatedKind } from '@/lib/mesh/adapter';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { annotationPath, type GroupSpec, type SettingSpec } from '@/lib/mesh/settings';

/** Linkerd takes one whole number with one unit in annotations. */
const DURATION: SettingForm = {
  kind: 'duration',
  writes: 'text',
  minMs: 1,
  pattern: '[0-9]+(ms|s|m|h)',
};

function text(whole: boolean, min: number, max: number | null, unit = ''): SettingForm {
  return { kind: 'number', writes: 'text', whole, min, max, unit };
}

interface AnnotationSpec extends SettingSpec {
  readonly annotation: string;
}

function annotation(name: string, spec: Omit<SettingSpec, 'path'>): AnnotationSpec {
  return { ...spec, path: annotationPath(name), annotation: name };
}

/** The settings that annotations of a Service or of a route hold, for all requests that it is for. */
export function routeAnnotations(what: string, applies: string): readonly GroupSpec[] {
  return [
    { section: 'timeouts', title: `Timeouts of ${what}`, applies, block: '', settings: TIMEOUTS },
    { section: 'retries', title: `Retries of ${what}`, applies, block: '', settings: RETRIES },
  ];
}

/** The circuit breaker, which annotations of a Service switch on. */
export function breakerAnnotations(what: string, applies: string): GroupSpec {
  return {
    section: 'breaker',
    title: `Circuit breaker of ${what}`,
    applies,
    block: '',
    settings: BREAKER,
  };
}

const TIMEOUTS: readonly AnnotationSpec[] = [
  annotation('timeout.linkerd.io/request', {
    label: 'Request',
    help: 'How long a whole request may take, from its first byte to the last of its answer.',
    form: DURATION,
    absent: 'No timeout.',
  }),
  annotation('timeout.linkerd.io/response', {
    label: 'Response',
    help: 'How long an answer may take, once the request was sent.',
    form: DURATION,
    absent: 'No timeout.',
  }),
  annotation('timeout.linkerd.io/idle', {
    label: 'Idle',
    help: 'How long nothing may flow either way.',
    form: DURATION,
    absent: 'No timeout.',
  }),
];

const RETRIES: readonly AnnotationSpec[] = [
  annotation('retry.linkerd.io/http', {
    label: 'Retry HTTP on',
    help: '5xx, gateway-error, or status codes.',
    form: { kind: 'list', writes: 'commas', proposals: ['5xx', 'gateway-error', '503'] },
    absent: 'No HTTP request is tried again.',
  }),
  annotation('retry.linkerd.io/grpc', {
    label: 'Retry gRPC on',
    help: 'Names of statuses of gRPC.',
    form: {
      kind: 'list',
      writes: 'commas',
      proposals: [
        'cancelled',
        'deadline-exceeded',
        'internal',
        'resource-exhausted',
        'unavailable',
      ],
    },
    absent: 'No gRPC request is tried again.',
  }),
  annotation('retry.linkerd.io/limit', {
    label: 'Retries',
    help: 'How often a failed request is tried again.',
    form: text(true, 0, null),
    absent: '1.',
  }),
  annotation('retry.linkerd.io/timeout', {
    label: 'Timeout per try',
    help: 'After how long a try is given up for the next.',
    form: DURATION,
    absent: 'No timeout per try.',
  }),
];

const FAILURE_ACCRUAL = 'balancer.linkerd.io/failure-accrual';
const SWITCH = { path: annotationPath(FAILURE_ACCRUAL), value: 'consecutive' };

const BREAKER: readonly AnnotationSpec[] = [
  annotation(FAILURE_ACCRUAL, {
    label: 'Circuit breaker',
    help: 'Which one runs. Without this annotation the others do nothing.',
    form: { kind: 'choice', options: ['consecutive', 'unified'] },
    absent: 'None runs.',
  }),
  annotation(`${FAILURE_ACCRUAL}-consecutive-max-failures`, {
    label: 'Failures in a row',
    help: 'After how many a server is left alone.',
    form: text(true, 1, null),
    absent: '7.',
    needs: [SWITCH],
  }),
  annotation(`${FAILURE_ACCRUAL}-consecutive-min-penalty`, {
    label: 'Shortest time out of use',
    help: 'After this time one request probes the server.',
    form: DURATION,
    absent: '1 s.',
    needs: [SWITCH],
  }),
  annotation(`${FAILURE_ACCRUAL}-consecutive-max-penalty`, {
    label: 'Longest time out of use',
    help: 'The time grows with every failed probe up to this.',
    form: DURATION,
    absent: '1 min.',
    needs: [SWITCH],
  }),
  annotation(`${FAILURE_ACCRUAL}-consecutive-jitter-ratio`, {
    label: 'Jitter',
    help: 'By how much of itself the time is varied, 0 to 100.',
    form: text(false, 0, 100),
    absent: '0.5.',
    needs: [SWITCH],
  }),
];

/** The annotations of Services that Linkerd's proxies obey, all of which have a form. */
export const ANNOTATED: readonly AnnotatedKind[] = [
  {
    kind: { ...SERVICES, kind: 'Service', versions: ['v1'] },
    annotations: [...TIMEOUTS, ...RETRIES, ...BREAKER].map((spec) => spec.annotation),
  },
];
