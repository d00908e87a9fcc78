import { z } from 'zod';

const probeSchema = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  timeoutSeconds: z.number(),
});

const volumeSchema = z.object({
  name: z.string(),
  projected: z
    .object({
      defaultMode: z.number(),
      sources: z.array(
        z.object({
          configMap: z
            .object({ name: z.string(), items: z.array(z.object({ path: z.string() })) })
            .optional(),
          serviceAccountToken: z
            .object({ path: z.string(), expirationSeconds: z.number() })
            .optional(),
        }),
      ),
    })
    .optional(),
  configMap: z.object({ name: z.string(), defaultMode: z.number() }).optional(),
  secret: z
    .object({
      secretName: z.string(),
      defaultMode: z.number(),
      items: z.array(z.object({ key: z.string(), path: z.string() })).optional(),
    })
    .optional(),
});

const containerSchema = z.object({
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  volumeMounts: z.array(
    z.object({ name: z.string(), mountPath: z.string(), readOnly: z.literal(true) }),
  ),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    privileged: z.literal(false),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  startupProbe: probeSchema,
  livenessProbe: probeSchema,
  readinessProbe: probeSchema,
});

/** A Deployment of the chart, as far as a kubelet has to know it. It fits only when its pods are hardened. */
export const deploymentSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        serviceAccountName: z.string(),
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().positive(),
          runAsGroup: z.number().positive(),
          fsGroup: z.number().positive(),
          seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
        }),
        containers: z.tuple([containerSchema]),
        volumes: z.array(volumeSchema),
      }),
    }),
  }),
});

export type Deployment = z.infer<typeof deploymentSchema>;
export type Volume = z.infer<typeof volumeSchema>;
