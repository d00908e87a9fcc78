import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { figure } from '@/lib/testing/figures';
import { oneOf, render, type Manifest } from '../pod/helm';

const FOLDER = new URL('../../../deploy/helm/alidade/ci/', import.meta.url);
const SAMPLES = readdirSync(FOLDER).map((file) => {
  const values: unknown = parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  return [file.replace(/-values\.yaml$/, ''), values] as const;
});

const hardenedSchema = z.looseObject({
  automountServiceAccountToken: z.boolean().optional(),
  hostNetwork: z.boolean().optional(),
  hostPID: z.boolean().optional(),
  securityContext: z.looseObject({
    runAsNonRoot: z.boolean().optional(),
    seccompProfile: z.object({ type: z.string() }).optional(),
  }),
  containers: z.tuple([
    z.looseObject({
      securityContext: z.looseObject({
        allowPrivilegeEscalation: z.boolean().optional(),
        readOnlyRootFilesystem: z.boolean().optional(),
        privileged: z.boolean().optional(),
        capabilities: z.object({ drop: z.array(z.string()).optional() }).optional(),
      }),
      resources: z.object({ limits: z.looseObject({ memory: z.string().optional() }) }),
      volumeMounts: z.array(z.object({ readOnly: z.boolean().optional() })),
    }),
  ]),
  volumes: z.array(z.looseObject({ hostPath: z.unknown().optional() })),
});

const templateSchema = z.object({
  spec: z.object({ template: z.object({ spec: hardenedSchema }) }),
});

/** The pod that a Deployment makes. */
const specOf = (deployment: Manifest) => templateSchema.parse(deployment).spec.template.spec;

/** Each hardening of a pod, and whether it has it. */
function hardeningOf(spec: unknown): Readonly<Record<string, boolean>> {
  const pod = hardenedSchema.parse(spec);
  const [{ securityContext: own, resources, volumeMounts }] = pod.containers;
  return {
    'not root': pod.securityContext.runAsNonRoot === true,
    'a seccomp profile': pod.securityContext.seccompProfile?.type === 'RuntimeDefault',
    'no escalation': own.allowPrivilegeEscalation === false,
    'no privileges': own.privileged !== true,
    'no capabilities': own.capabilities?.drop?.includes('ALL') === true,
    'a root that is only read': own.readOnlyRootFilesystem === true,
    'mounts that are only read': volumeMounts.every(({ readOnly }) => readOnly === true),
    'no token by itself': pod.automountServiceAccountToken === false,
    'no network or processes of the host': pod.hostNetwork !== true && pod.hostPID !== true,
    'no folder of the host': pod.volumes.every(({ hostPath }) => hostPath === undefined),
    'a limit of memory': resources.limits.memory !== undefined,
  };
}

const missingIn = (spec: unknown) =>
  Object.entries(hardeningOf(spec)).flatMap(([name, has]) => (has ? [] : [name]));

describe('the pod of the chart', () => {
  it('is hardened in every way with all sample values', () => {
    const pods = SAMPLES.map(([name, values]) =>
      specOf(oneOf(render(`hard-${name}`, values), 'Deployment')),
    );
    const missing = pods.flatMap(missingIn);
    const checks = pods.flatMap((spec) => Object.keys(hardeningOf(spec))).length;
    figure('F21', { samples: pods.length, hardeningChecks: checks, missing: missing.length });
    expect(missing).toEqual([]);
  });

  it.each([
    ['a root that is only read', { readOnlyRootFilesystem: false }, {}],
    ['no capabilities', { capabilities: {} }, {}],
    ['no token by itself', {}, { automountServiceAccountToken: true }],
    ['no network or processes of the host', {}, { hostNetwork: true }],
    ['no folder of the host', {}, { volumes: [{ name: 'x', hostPath: { path: '/' } }] }],
  ])('is seen to be without %s', (name, own, pod) => {
    const { containers, ...rest } = specOf(oneOf(render('chart-default'), 'Deployment'));
    const [container] = containers;
    const security = { ...container.securityContext, ...own };
    const weak = { ...rest, ...pod, containers: [{ ...container, securityContext: security }] };
    expect(missingIn(weak)).toEqual([name]);
  });
});
