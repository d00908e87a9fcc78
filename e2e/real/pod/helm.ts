import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { binaryOf } from '../build-parts.mjs';
import { toJson } from '../world/definitions';

const CHART = fileURLToPath(new URL('../../../deploy/helm/alidade', import.meta.url));

/** The version of the Kubernetes API that the tests run against. */
const KUBE_VERSION = '1.35.4';

export const RELEASE = 'alidade';

export interface HelmRun {
  readonly ok: boolean;
  readonly out: string;
  readonly errors: string;
}

/** An object as a manifest has it. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Runs the real Helm on the chart, with values over its own. JSON is YAML. */
export function helm(command: 'lint' | 'template', values: unknown, ...more: string[]): HelmRun {
  const home = mkdtempSync(join(tmpdir(), 'alidade-helm-'));
  try {
    const file = join(home, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const subject = command === 'template' ? [RELEASE, CHART] : [CHART, '--strict'];
    const args = [command, ...subject, '-f', file, '--kube-version', KUBE_VERSION, ...more];
    const folders = Object.fromEntries(
      ['CACHE', 'CONFIG', 'DATA'].map((name) => [`HELM_${name}_HOME`, join(home, name)]),
    );
    const env = { PATH: process.env['PATH'], HOME: home, NODE_ENV: 'test' as const, ...folders };
    const run = spawnSync(binaryOf('helm'), args, { encoding: 'utf8', env });
    return { ok: run.status === 0, out: run.stdout, errors: run.stderr + run.stdout };
  } finally {
    rmSync(home, { recursive: true });
  }
}

/**
 * The objects that the chart makes of values, in the order in which Helm would install them.
 *
 * @throws Error with Helm's words when it refuses
 */
export function render(namespace: string, values: unknown = {}): readonly Manifest[] {
  const { ok, out, errors } = helm('template', values, '--namespace', namespace);
  if (!ok) throw new Error(errors);
  return parseAllDocuments(out)
    .map(toJson)
    .filter((each) => each !== null)
    .map((each) => manifestSchema.parse(each));
}

/** The one object of a kind among others. @throws Error when there is none */
export function oneOf(objects: readonly Manifest[], kind: string): Manifest {
  const found = objects.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} among ${objects.length} objects`);
  return found;
}
