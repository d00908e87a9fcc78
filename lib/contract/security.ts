import { z } from 'zod';
import { answerBase, meshRefSchema, namespaceName, objectRefSchema } from '@/lib/contract/common';
import { edgeIdParam, namespacesParam, nodeIdParam, windowSchema } from '@/lib/contract/queries';

const tlsModeSchema = z.enum(['strict', 'permissive', 'disabled', 'not-applicable', 'unknown']);

const chainLinkSchema = z.object({
  scope: z.enum(['default', 'mesh', 'namespace', 'workload', 'port']),
  /** Null for what the mesh does without a word of anybody. */
  object: objectRefSchema.nullable(),
  path: z.string(),
  value: z.string(),
  /** Whether the mode is by this link; of one chain, one is. */
  decides: z.boolean(),
  because: z.string(),
});

const verdictSchema = z.enum(['allowed', 'denied', 'unknown']);

const decisionSchema = z.object({
  verdict: verdictSchema,
  object: objectRefSchema.nullable(),
  path: z.string(),
  because: z.string(),
});

export type TlsModeDto = z.infer<typeof tlsModeSchema>;
export type ChainLinkDto = z.infer<typeof chainLinkSchema>;

/** One end of a call. */
const endSchema = z.object({ node: z.string(), namespace: z.string(), name: z.string() });

/** What flows over a call, or a part of it. */
const amounts = {
  /** Requests per second; absent where telemetry has none, as of TCP. */
  requestRate: z.number().optional(),
  bytesPerSecond: z.number().optional(),
};

/** The part of a call that is under mutual TLS, or the part that is not. */
const callPartSchema = z.object({
  encrypted: z.boolean(),
  /** Of the call, 0..1; null when nobody can know. */
  share: z.number().nullable(),
  ...amounts,
  decision: decisionSchema,
});

const portSchema = z.object({
  /** The port of the pods; null where the workload names none. */
  port: z.number().nullable(),
  names: z.array(z.string()),
  mode: tlsModeSchema,
  /** Whether a call under TLS is checked at both ends. */
  mutual: z.boolean(),
  /** What the mode is by. */
  by: objectRefSchema.nullable(),
  because: z.string(),
});

const workloadPostureSchema = z.object({
  node: z.string(),
  namespace: z.string(),
  name: z.string(),
  /** The mesh whose proxy takes its calls in; null for none. */
  mesh: z.string().nullable(),
  gateway: z.boolean(),
  ports: z.array(portSchema),
  /** Share of what it takes in under mutual TLS, 0..1; absent when nobody can know, or nothing came. */
  encryptedShare: z.number().optional(),
  callers: z.number(),
  /** Callers that send any of their calls in plain text, the busiest first. */
  plaintext: z.array(
    z.object({ edge: z.string(), caller: endSchema, share: z.number(), ...amounts }),
  ),
  /** Calls that flow though a policy denies them, and those of which nobody can know. */
  denied: z.number(),
  undecided: z.number(),
  /** What does not fit together, in sentences. */
  conflicts: z.array(z.string()),
});
export type WorkloadPosture = z.infer<typeof workloadPostureSchema>;

const describedPolicySchema = z.object({
  mesh: z.string(),
  object: objectRefSchema,
  effect: z.enum(['allow', 'deny', 'custom', 'audit', 'tls', 'authenticate', 'other']),
  selects: z.string(),
  rules: z.array(z.string()),
  warnings: z.array(z.string()),
});

export type DescribedPolicyDto = z.infer<typeof describedPolicySchema>;

const certificateSchema = z.object({
  mesh: z.string(),
  node: z.string(),
  namespace: z.string(),
  workload: z.string(),
  /** Epoch milliseconds at which the first of its proxies' certificates runs out. */
  expiresAt: z.number(),
  proxies: z.number(),
});
export type CertificateDto = z.infer<typeof certificateSchema>;

/** Query of `GET /api/v1/security`. */
export const securityQuerySchema = z.strictObject({
  namespaces: namespacesParam,
  window: windowSchema.default(300),
});
export type SecurityQuery = z.infer<typeof securityQuerySchema>;

/** `GET /api/v1/security`. */
export const securitySchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  meshes: z.array(meshRefSchema),
  workloads: z.array(workloadPostureSchema),
  policies: z.array(describedPolicySchema),
  /** Of the meshes whose metrics tell. */
  certificates: z.array(certificateSchema),
  ...answerBase,
});
export type Security = z.infer<typeof securitySchema>;

const judgedCallSchema = z.object({
  edge: z.string(),
  caller: endSchema,
  callee: endSchema,
  protocol: z.enum(['http', 'grpc', 'tcp']),
  mtlsShare: z.number().optional(),
  ...amounts,
  verdict: verdictSchema,
  parts: z.array(callPartSchema),
});
export type JudgedCallDto = z.infer<typeof judgedCallSchema>;

/** Query of `GET /api/v1/security/workload` and `GET /api/v1/security/node`. */
export const securityWorkloadQuerySchema = z.strictObject({
  node: nodeIdParam,
  window: windowSchema.default(300),
});
export type SecurityWorkloadQuery = z.infer<typeof securityWorkloadQuerySchema>;

/** `GET /api/v1/security/workload`: one workload with the chain of each port, and its callers. */
export const securityWorkloadSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  posture: workloadPostureSchema,
  chains: z.array(z.object({ port: z.number().nullable(), links: z.array(chainLinkSchema) })),
  inbound: z.array(judgedCallSchema),
  ...answerBase,
});
export type SecurityWorkload = z.infer<typeof securityWorkloadSchema>;

/** `GET /api/v1/security/node`: the workloads behind a service or an app, or a workload, each with its callers. */
export const securityNodeSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  /** None where nothing runs behind it. */
  workloads: z.array(
    z.object({ posture: workloadPostureSchema, inbound: z.array(judgedCallSchema) }),
  ),
  ...answerBase,
});
export type SecurityNode = z.infer<typeof securityNodeSchema>;

/** Query of `GET /api/v1/security/edge`. */
export const securityEdgeQuerySchema = z.strictObject({
  edge: edgeIdParam,
  window: windowSchema.default(300),
});
export type SecurityEdgeQuery = z.infer<typeof securityEdgeQuerySchema>;

/** An object that a person may check, and create or change. */
export const draftSchema = z.object({
  /** The id under which `/api/v1/objects` previews and applies it. */
  id: z.string(),
  object: objectRefSchema,
  /** Whether an object of this name is there. */
  replaces: z.boolean(),
  yaml: z.string(),
});
export type DraftDto = z.infer<typeof draftSchema>;

/** `GET /api/v1/security/edge`: whether one call is encrypted and allowed, by whose word, and a policy for it. */
export const securityEdgeSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  edge: z.string(),
  /** The mesh that takes the call in; null when none does. */
  mesh: z.string().nullable(),
  mtlsShare: z.number().optional(),
  verdict: verdictSchema,
  parts: z.array(callPartSchema),
  /** What both ends are told to do; null where the workloads behind the call are not known. */
  tls: z
    .object({
      outcome: z.enum(['mtls', 'tls', 'plaintext', 'broken', 'unknown']),
      mode: tlsModeSchema,
      server: z.array(chainLinkSchema),
      clientMode: z.enum(['automatic', 'mutual', 'simple', 'plaintext', 'unknown']),
      client: z.array(chainLinkSchema),
    })
    .nullable(),
  drafts: z.array(draftSchema),
  /** What to know of the drafts, or why there is none. */
  notes: z.array(z.string()),
  ...answerBase,
});
export type SecurityEdge = z.infer<typeof securityEdgeSchema>;

/** Body of `POST /api/v1/security/simulate`: what shall be tried, on the calls of the last hours. */
export const simulationSchema = z.strictObject({
  /** 1 h to 6 h. */
  window: windowSchema
    .refine((seconds) => seconds >= 3600 && seconds <= 21_600, 'a window is 1 h to 6 h')
    .default(3600),
  what: z.discriminatedUnion('kind', [
    /** Every port of the namespace takes mutual TLS alone. */
    z.strictObject({ kind: z.literal('strict'), namespace: namespaceName }),
    /** These objects are created, or replace those of their names. */
    z.strictObject({ kind: z.literal('apply'), yaml: z.string().min(1).max(100_000) }),
  ]),
});
export type SimulationDto = z.infer<typeof simulationSchema>;

export type SimulationInput = z.input<typeof simulationSchema>;

const effectSchema = z.object({
  edge: z.string(),
  caller: endSchema,
  callee: endSchema,
  protocol: z.enum(['http', 'grpc', 'tcp']),
  /** Which part of the call: what is encrypted, what is not, or all of it. */
  part: z.enum(['encrypted', 'plaintext', 'all']),
  ...amounts,
  before: decisionSchema,
  after: decisionSchema,
});
export type SimulatedEffect = z.infer<typeof effectSchema>;

/** Answer of `POST /api/v1/security/simulate`. Nothing is written. */
export const simulatedSchema = z.object({
  at: z.number(),
  windowSeconds: z.number(),
  /** What was put in force for the simulation. */
  objects: z.array(draftSchema),
  notes: z.array(z.string()),
  /** Calls that got through and would not any more. */
  cutOff: z.array(effectSchema),
  /** Calls that did not get through and would. */
  admitted: z.array(effectSchema),
  /** Calls that may be cut off: telemetry does not tell all that decides. */
  uncertain: z.array(effectSchema),
  /** Calls that were looked at, and those of which nobody can know before and after. */
  checked: z.number(),
  unknown: z.number(),
  ...answerBase,
});
export type Simulated = z.infer<typeof simulatedSchema>;
