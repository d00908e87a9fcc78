import { allowedBecause, rulesIn, type User } from './access';
import { objectAt, stringAt, valueAt, type Json, type JsonObject } from './json';
import { badRequest, invalid } from './status';

/** Answers one of the questions that people may ask about themselves, as the object that holds it. */
export type Review = (person: User, body: Json, now: Date) => JsonObject;

export const REVIEWS: Readonly<Record<string, Review>> = {
  'authorization.k8s.io/selfsubjectaccessreviews': (person, body) => {
    const spec = objectAt(body, 'spec');
    return {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec,
      status: accessStatus(person, spec),
    };
  },

  'authorization.k8s.io/selfsubjectrulesreviews': (person, body) => {
    const namespace = stringAt(body, 'spec', 'namespace');
    if (namespace === '') throw badRequest('no namespace on request');
    const resourceRules = rulesIn(person, namespace).map((rule): Json => ({ ...rule }));
    const paths = [
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/readyz',
      '/version',
    ];
    return {
      kind: 'SelfSubjectRulesReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: {},
      status: {
        resourceRules,
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: paths }],
        incomplete: false,
      },
    };
  },

  'authentication.k8s.io/selfsubjectreviews': ({ name, uid, groups }, _body, now) => ({
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: now.toISOString().replace(/\.\d+Z$/, 'Z') },
    status: { userInfo: { username: name, uid, groups } },
  }),
};

function accessStatus(person: User, spec: JsonObject): JsonObject {
  if (valueAt(spec, 'nonResourceAttributes') !== undefined) return { allowed: true };
  const asked = valueAt(spec, 'resourceAttributes');
  if (asked === undefined) {
    const group = 'authorization.k8s.io';
    const message =
      'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    const cause = { reason: 'FieldValueInvalid', message, field: 'spec.resourceAttributes' };
    throw invalid({ label: `.${group}`, group, kind: '' }, '', [cause]);
  }
  const reason = allowedBecause(person, {
    verb: stringAt(asked, 'verb'),
    group: stringAt(asked, 'group'),
    resource: stringAt(asked, 'resource'),
    namespace: stringAt(asked, 'namespace'),
  });
  return reason === undefined ? { allowed: false } : { allowed: true, reason };
}
