import { managed, object, type Metadata } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';

const API = 'consul.hashicorp.com/v1alpha1';
const SYNCED_AT = '2026-03-02T08:16:11Z';

const SYNCED = { conditions: [{ type: 'Synced', status: 'True' }], lastSyncedTime: SYNCED_AT };

function entry(
  kind: string,
  metadata: Metadata,
  spec: JsonObject,
  status: JsonObject = SYNCED,
): JsonObject {
  return object(API, kind, metadata, { spec, status });
}

const inBilling = (name: string): Metadata => ({ namespace: 'billing', name });

const BY_VERSION = {
  v1: { filter: 'Service.Meta.version == v1', onlyPassing: true },
  v2: { filter: 'Service.Meta.version == v2', onlyPassing: true },
};

function invoices(): readonly JsonObject[] {
  const header = [{ name: 'x-canary', exact: 'true' }];
  const splits = [
    { weight: 85, serviceSubset: 'v1' },
    {
      weight: 15,
      serviceSubset: 'v2',
      responseHeaders: { set: { 'x-invoices-version': 'v2' } },
    },
  ];
  return [
    entry('ServiceDefaults', inBilling('invoices'), {
      protocol: 'http',
      upstreamConfig: {
        overrides: [
          {
            name: 'ledger',
            limits: { maxPendingRequests: 8, maxConcurrentRequests: 32 },
            passiveHealthCheck: { interval: '10s', maxFailures: 5 },
          },
        ],
      },
    }),
    entry('ServiceResolver', inBilling('invoices'), {
      defaultSubset: 'v1',
      subsets: BY_VERSION,
      connectTimeout: '3s',
    }),
    entry('ServiceSplitter', inBilling('invoices'), { splits }),
    entry('ServiceRouter', inBilling('invoices'), {
      routes: [
        { match: { http: { header } }, destination: { serviceSubset: 'v2' } },
        {
          match: { http: { pathPrefix: '/export', methods: ['GET'] } },
          destination: { requestTimeout: '30s', numRetries: 2, retryOn: ['5xx'] },
        },
      ],
    }),
  ];
}

/** Who may call whom: everything is denied that nothing allows. */
function intentions(): readonly JsonObject[] {
  const allow = (...names: readonly string[]) => names.map((name) => ({ name, action: 'allow' }));
  const reading = [
    { action: 'deny', http: { pathPrefix: '/export' } },
    { action: 'allow', http: { pathPrefix: '/', methods: ['GET'] } },
  ];
  const of = (name: string, destination: string, sources: readonly JsonObject[]) =>
    entry('ServiceIntentions', inBilling(name), { destination: { name: destination }, sources });
  return [
    of('invoices', 'invoices', [
      ...allow('billing-gateway'),
      { name: 'reminders', permissions: reading },
    ]),
    of('ledger', 'ledger', allow('invoices')),
    of('ledger-db', 'ledger-db', allow('ledger')),
    of('deny-all', '*', [{ name: '*', action: 'deny' }]),
  ];
}

function ledger(): readonly JsonObject[] {
  const rejected = {
    conditions: [
      {
        type: 'Synced',
        status: 'False',
        reason: 'ConsulAgentError',
        message:
          'writing config entry to consul: Unexpected response code: 500 (discovery chain "ledger-db" uses ' +
          'a protocol "tcp" that does not permit advanced routing or splitting behavior)',
      },
    ],
  };
  return [
    entry('ServiceDefaults', inBilling('ledger'), {
      protocol: 'grpc',
      mutualTLSMode: 'strict',
      upstreamConfig: { defaults: { limits: { maxPendingRequests: 64 } } },
      maxInboundConnections: 512,
    }),
    entry('ServiceDefaults', inBilling('ledger-db'), {
      protocol: 'tcp',
      mutualTLSMode: 'permissive',
    }),
    // TCP cannot be split: the object is saved, and never in force.
    entry(
      'ServiceSplitter',
      inBilling('ledger-db'),
      { splits: [{ weight: 50 }, { weight: 50, service: 'ledger-db-next' }] },
      rejected,
    ),
  ];
}

/** A release that Argo CD keeps as its repository says; all of it goes to the old version yet. */
function statements(): readonly JsonObject[] {
  const splits = [{ weight: 100, serviceSubset: 'v1' }];
  const spec = { splits };
  return [
    entry('ServiceResolver', inBilling('statements'), { subsets: BY_VERSION }),
    entry(
      'ServiceSplitter',
      {
        ...inBilling('statements'),
        labels: { 'argocd.argoproj.io/instance': 'billing' },
        managedFields: [managed('argocd-controller', API, { spec })],
      },
      spec,
    ),
  ];
}

function forAll(): readonly JsonObject[] {
  return [
    entry(
      'ProxyDefaults',
      { namespace: 'consul', name: 'global' },
      { config: { protocol: 'http' } },
    ),
    entry(
      'Mesh',
      { namespace: 'consul', name: 'mesh' },
      { allowEnablingPermissiveMutualTLS: true },
    ),
    entry('IngressGateway', inBilling('billing-gateway'), {
      listeners: [{ port: 8080, protocol: 'http', services: [{ name: 'invoices', hosts: ['*'] }] }],
    }),
  ];
}

/** Consul's config entries for billing. */
export function billingObjects(): readonly JsonObject[] {
  return [...invoices(), ...ledger(), ...statements(), ...intentions(), ...forAll()];
}
