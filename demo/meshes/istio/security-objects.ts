import type { JsonObject } from '../../kubernetes/json';
import { destinationRule, security } from './objects';

function principal(namespace: string, account: string): string {
  return `cluster.local/ns/${namespace}/sa/${account}`;
}

function callersOf(app: string, principals: readonly string[]): JsonObject {
  return {
    selector: { matchLabels: { app } },
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals } }] }],
  };
}

/** How calls must be encrypted: the whole mesh, a namespace, and a workload of which one port is different. */
function encryption(): readonly JsonObject[] {
  const postgres = {
    selector: { matchLabels: { app: 'postgres' } },
    mtls: { mode: 'STRICT' },
    // The exporter beside it is scraped in plain text.
    portLevelMtls: { '9187': { mode: 'PERMISSIVE' } },
  };
  return [
    security('PeerAuthentication', 'istio-system', 'default', { mtls: { mode: 'PERMISSIVE' } }),
    security('PeerAuthentication', 'analytics', 'default', { mtls: { mode: 'STRICT' } }),
    security('PeerAuthentication', 'shop', 'postgres', postgres),
    // Billing has no proxy; to say so spares every caller the attempt.
    destinationRule('legacy', 'billing', {}, { tls: { mode: 'DISABLE' } }),
  ];
}

/** Who may call whom, with each of the four actions. What flows is allowed by all of them. */
function authorization(): readonly JsonObject[] {
  const gateway = { matchLabels: { istio: 'ingressgateway' } };
  return [
    security(
      'AuthorizationPolicy',
      'shop',
      'payments',
      callersOf('payments', [principal('shop', 'orders'), principal('shop', 'api-gateway')]),
    ),
    security('AuthorizationPolicy', 'warehouse', 'no-legacy', {
      action: 'DENY',
      rules: [{ from: [{ source: { namespaces: ['legacy'] } }] }],
    }),
    security('AuthorizationPolicy', 'shop', 'log-removals', {
      selector: { matchLabels: { app: 'orders' } },
      action: 'AUDIT',
      rules: [{ to: [{ operation: { methods: ['DELETE'] } }] }],
    }),
    security('AuthorizationPolicy', 'ingress', 'back-office', {
      selector: gateway,
      action: 'CUSTOM',
      provider: { name: 'sign-in' },
      rules: [{ to: [{ operation: { paths: ['/back-office/*'] } }] }],
    }),
    security('RequestAuthentication', 'ingress', 'customers', {
      selector: gateway,
      jwtRules: [
        {
          issuer: 'https://login.shop.example',
          jwksUri: 'https://login.shop.example/.well-known/jwks.json',
        },
      ],
    }),
  ];
}

/** Istio's policies of the shop, of every kind. */
export function shopSecurity(): readonly JsonObject[] {
  return [...encryption(), ...authorization()];
}

/**
 * The help desk's policies. One names an account that nobody has, so that calls flow that it denies: what a
 * console must say.
 */
export function supportSecurity(): readonly JsonObject[] {
  return [
    security(
      'AuthorizationPolicy',
      'support',
      'tickets',
      callersOf('tickets', [principal('support', 'helpdesk')]),
    ),
    security(
      'AuthorizationPolicy',
      'support',
      'chat',
      callersOf('chat', [principal('support', 'help-desk')]),
    ),
  ];
}
