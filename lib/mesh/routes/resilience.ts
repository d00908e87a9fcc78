import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  ResilienceWarning,
  RetryLayer,
  SettingForm,
  SettingGroup,
} from '@/lib/domain/resilience/setting';
import { millisecondsOf } from '@/lib/domain/resilience/setting-text';
import { numberOf } from '@/lib/mesh/fields';
import { nameOf } from '@/lib/mesh/object-names';
import type { RouteForm } from '@/lib/mesh/routes/match-words';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { rulesOf, type RouteRule } from '@/lib/mesh/routes/rules';
import { refOf } from '@/lib/mesh/object-refs';
import {
  groupsOf,
  triesWarning,
  type GroupSpec,
  type Part,
  type SettingSpec,
} from '@/lib/mesh/settings';

type DurationForm = Extract<SettingForm, { readonly kind: 'duration' }>;

/** GEP-2257: up to four whole numbers of up to five digits, each with its unit. */
export const GATEWAY_DURATION: DurationForm = {
  kind: 'duration',
  writes: 'text',
  minMs: 0,
  pattern: '([0-9]{1,5}(h|m|s|ms)){1,4}',
};

export interface RouteSettings {
  readonly kind: ResourceKind;
  readonly form: RouteForm;
  /** Whether the cluster keeps `retry`, which only the experimental channel does. */
  readonly hasRetry: boolean;
  readonly isNew: boolean;
}

/** Reads the timeouts and retries of the rules of an HTTPRoute or one of its form. */
export function ruleGroups(
  route: KubeObject,
  { kind, form, hasRetry, isNew }: RouteSettings,
): readonly SettingGroup[] {
  return rulesOf(route, form).flatMap((rule) => {
    const applies =
      rule.match.length === 0 ? 'every request (that is left)' : rule.match.join(', or ');
    const name = `${ruleName(rule)} of ${nameOf(route)}`;
    const part: Part = {
      object: route,
      kind,
      isNew,
      at: pointerOf('spec', 'rules', rule.index),
      known: ['/matches', '/name', '/backendRefs'],
    };
    return groupsOf(part, [timeouts(name, applies), ...(hasRetry ? [retries(name, applies)] : [])]);
  });
}

/** What is wrong with the timeouts and retries of a route's rules. */
export function ruleWarnings(
  route: KubeObject,
  { kind, form }: Pick<RouteSettings, 'kind' | 'form'>,
): readonly ResilienceWarning[] {
  return rulesOf(route, form).flatMap((rule) => {
    const at = pointerOf('spec', 'rules', rule.index);
    const [request, perTry] = ['request', 'backendRequest'].map((field) =>
      millisecondsOf(valueAt(route, `${at}/timeouts/${field}`), GATEWAY_DURATION),
    );
    const tries = {
      retries: numberOf(valueAt(route, `${at}/retry/attempts`)) ?? 0,
      perTryMs: perTry ?? null,
      timeoutMs: request ?? null,
    };
    const what = `Rule ${rule.index + 1} of ${nameOf(route)}`;
    const object = refOf(route, kind);
    const isLonger =
      tries.perTryMs !== null &&
      tries.timeoutMs !== null &&
      tries.timeoutMs > 0 &&
      tries.perTryMs > tries.timeoutMs;
    const message = `${what}: one try may take longer than the whole request, which is refused.`;
    return [
      ...triesWarning(tries, { object, path: `${at}/retry`, what }),
      ...(isLonger
        ? [{ code: 'try-longer-than-request', message, object, path: `${at}/timeouts` }]
        : []),
    ];
  });
}

/** How often the rules of routes try a request at most. */
export function ruleRetryLayers(route: KubeObject, kind: ResourceKind): readonly RetryLayer[] {
  const most = Math.max(
    0,
    ...rulesOf(route, 'http').map(
      ({ index }) =>
        numberOf(valueAt(route, `${pointerOf('spec', 'rules', index)}/retry/attempts`)) ?? 0,
    ),
  );
  if (most === 0) return [];
  return servicesOfRoute(route).map((host) => ({
    host,
    tries: most + 1,
    object: refOf(route, kind),
  }));
}

function ruleName({ index, name }: RouteRule): string {
  return `rule ${index + 1}${name === undefined ? '' : ` “${name}”`}`;
}

function timeouts(name: string, applies: string): GroupSpec {
  return {
    section: 'timeouts',
    title: `Timeouts of ${name}`,
    applies,
    block: '/timeouts',
    settings: TIMEOUTS,
  };
}

function retries(name: string, applies: string): GroupSpec {
  return {
    section: 'retries',
    title: `Retries of ${name}`,
    applies,
    block: '/retry',
    settings: RETRY,
  };
}

const TIMEOUTS: readonly SettingSpec[] = [
  {
    label: 'Request',
    help: 'How long the whole request may take. 0s switches the timeout off.',
    path: '/timeouts/request',
    form: GATEWAY_DURATION,
    absent: 'What the implementation does without: mostly no timeout.',
  },
  {
    label: 'One try',
    help: 'How long one request to a backend may take; not longer than the whole.',
    path: '/timeouts/backendRequest',
    form: GATEWAY_DURATION,
    absent: 'As long as the whole request.',
  },
];

const RETRY: readonly SettingSpec[] = [
  {
    label: 'Retries',
    help: 'How often a failed request is tried again.',
    path: '/retry/attempts',
    form: { kind: 'number', writes: 'number', whole: true, min: 1, max: null, unit: '' },
    absent: 'What the implementation does without.',
  },
  {
    label: 'Retry on',
    help: 'Status codes that are worth another try, 400 to 599.',
    path: '/retry/codes',
    form: { kind: 'list', writes: 'numbers', proposals: ['500', '502', '503', '504'] },
    absent: 'What the implementation takes for a failure.',
  },
  {
    label: 'Pause',
    help: 'How long to wait before a retry at least.',
    path: '/retry/backoff',
    form: GATEWAY_DURATION,
    absent: 'What the implementation does.',
  },
];
