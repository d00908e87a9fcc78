import 'server-only';
import type { z } from 'zod';
import type { Http } from '@/lib/upstream/http';
import type { AccessQuestion, Person, ResourceRule } from '@/lib/upstream/kubernetes/types';
import { namespaceSegment } from '@/lib/upstream/kubernetes/paths';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import {
  accessReviewSchema,
  rulesReviewSchema,
  selfReviewSchema,
} from '@/lib/upstream/kubernetes/wire';

const AUTHORIZATION = 'authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

/** See `KubernetesClient.canI`. */
export async function canI(http: Http, question: AccessQuestion, signal: AbortSignal) {
  const { verb, group, plural, namespace, name } = question;
  const resourceAttributes = { verb, group, resource: plural, namespace, name };
  const spec = { resourceAttributes };
  const review = await ask(
    http,
    AUTHORIZATION,
    'SelfSubjectAccessReview',
    spec,
    accessReviewSchema,
    signal,
  );
  const { allowed, reason, evaluationError } = review.status;
  return { allowed, reason: reason ?? evaluationError ?? null };
}

/** See `KubernetesClient.rules`. */
export async function rules(
  http: Http,
  namespace: string,
  signal: AbortSignal,
): Promise<{ readonly rules: readonly ResourceRule[]; readonly incomplete: boolean }> {
  const spec = { namespace: namespaceSegment(namespace) };
  const review = await ask(
    http,
    AUTHORIZATION,
    'SelfSubjectRulesReview',
    spec,
    rulesReviewSchema,
    signal,
  );
  const { resourceRules, incomplete } = review.status;
  return { rules: resourceRules ?? [], incomplete };
}

/** See `KubernetesClient.whoAmI`. */
export async function whoAmI(http: Http, signal: AbortSignal): Promise<Person> {
  const review = await ask(
    http,
    AUTHENTICATION,
    'SelfSubjectReview',
    undefined,
    selfReviewSchema,
    signal,
  );
  const { username, groups } = review.status.userInfo;
  return { name: username, groups: groups ?? [] };
}

async function ask<S extends z.ZodType>(
  http: Http,
  group: string,
  kind: string,
  spec: unknown,
  schema: S,
  signal: AbortSignal,
): Promise<z.infer<S>> {
  const text = JSON.stringify({ apiVersion: `${group}/v1`, kind, spec });
  const path = ['apis', group, 'v1', `${kind.toLowerCase()}s`];
  const body = { type: 'application/json', text };
  return readAnswer(await http.send({ method: 'POST', path, body }, signal), schema);
}
