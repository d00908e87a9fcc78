import 'server-only';
import { NO_CREDENTIALS, readFileNow, tokenFile } from '@/lib/upstream/credentials';
import type { UpstreamName } from '@/lib/upstream/error';
import { createHttp, type Http } from '@/lib/upstream/http';
import type { UpstreamOptions } from '@/lib/upstream/options';
import { readBaseUrl } from '@/lib/upstream/target';

/**
 * Creates the transport that an upstream's options describe.
 *
 * @throws TypeError when an option is wrong, naming it.
 */
export function httpOf(
  upstream: UpstreamName,
  options: UpstreamOptions,
  defaults: { readonly timeoutMs: number; readonly maxBodyBytes: number },
): Http {
  return createHttp({
    upstream,
    baseUrl: readBaseUrl(upstream, options.baseUrl),
    credentials:
      options.tokenFile === undefined ? NO_CREDENTIALS : tokenFile(upstream, options.tokenFile),
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? defaults.maxBodyBytes,
    noticeDate: options.noticeDate,
    tls: options.caFile === undefined ? undefined : { ca: pem(upstream, options.caFile) },
  });
}

function pem(upstream: UpstreamName, path: string): string {
  const text = readFileNow(path);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new TypeError(`the CA file ${path} of ${upstream} holds no certificate`);
}
