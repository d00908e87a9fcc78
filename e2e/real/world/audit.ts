import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Logs who asked for what and what was decided, without bodies: every request but the API server's own. */
export const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'None', users: ['system:apiserver'] }, { level: 'Metadata' }],
};

/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ as far as it is used here. */
const eventSchema = z.object({
  auditID: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  /** Without a name for whoever sent a token that is not known. */
  user: z.object({ username: z.string().default('') }),
  /** Absent for what is no resource, such as discovery. */
  objectRef: z
    .object({
      apiGroup: z.string().default(''),
      resource: z.string().default(''),
      subresource: z.string().default(''),
      namespace: z.string().default(''),
      name: z.string().default(''),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

export type AuditEvent = Readonly<z.infer<typeof eventSchema>>;

/** The requests that an API server has answered so far, each once. */
export function readAudit(path: string): readonly AuditEvent[] {
  const events = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => eventSchema.parse(JSON.parse(line)));
  return [...new Map(events.map((event) => [event.auditID, event])).values()];
}

/** Whether the authorizer turned a request down. */
export function wasForbidden({ annotations }: AuditEvent): boolean {
  return annotations['authorization.k8s.io/decision'] === 'forbid';
}
