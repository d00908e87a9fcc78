import 'server-only';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bearerToken, type Credentials } from '@/lib/upstream/credentials';
import { UpstreamError } from '@/lib/upstream/error';
import { parseJson } from '@/lib/upstream/failure';

/** The `exec` of a kubeconfig's user. */
export const execSchema = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
const credentialSchema = z.object({
  kind: z.literal('ExecCredential'),
  status: z.object({
    token: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});

const PLUGIN_TIMEOUT_MS = 30_000;
const PLUGIN_OUTPUT_BYTES = 1024 * 1024;

/** A token that lives this long or less is asked for again. */
const EXPIRY_MARGIN_MS = 10_000;

/** The token of a plugin that the operator's kubeconfig names. It is kept until it expires. */
export function execCredentials(
  exec: z.infer<typeof execSchema>,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  let current: { readonly token: string; readonly until: number } | null = null;
  let running: Promise<{ readonly token: string; readonly until: number }> | null = null;

  async function renew() {
    running ??= runPlugin(exec, folder, environment).finally(() => {
      running = null;
    });
    current = await running;
    return current;
  }

  return {
    renewable: true,
    async headers(fresh) {
      const usable = !fresh && current !== null && current.until > Date.now() + EXPIRY_MARGIN_MS;
      const { token } = usable && current !== null ? current : await renew();
      return bearerToken('kubernetes', token).headers(false);
    },
  };
}

async function runPlugin(
  { apiVersion, command, args, env }: z.infer<typeof execSchema>,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
) {
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const program = command.includes('/') ? resolve(folder, command) : command;
  let stdout: string;
  try {
    ({ stdout } = await promisify(execFile)(program, args ?? [], {
      timeout: PLUGIN_TIMEOUT_MS,
      maxBuffer: PLUGIN_OUTPUT_BYTES,
      env: {
        ...environment,
        NODE_ENV: 'production',
        ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
        KUBERNETES_EXEC_INFO: JSON.stringify(info),
      },
    }));
  } catch (cause) {
    const detail = `the credential plugin ${command} failed`;
    throw new UpstreamError('kubernetes', 'unauthenticated', detail, { cause });
  }
  const { status } = parseJson('kubernetes', stdout, credentialSchema);
  if (status.token === undefined) {
    const detail = `the credential plugin ${command} gives no token, and nothing else is supported`;
    throw new UpstreamError('kubernetes', 'unauthenticated', detail);
  }
  return { token: status.token, until: Date.parse(status.expirationTimestamp ?? '') || Infinity };
}
