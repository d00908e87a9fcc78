import 'server-only';
import { z } from 'zod';

/** A base URL: http or https, without userinfo, query or fragment. Gives it without a trailing slash. */
export const baseUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const defect = url === null ? 'is not a URL' : defectOf(url);
  if (url === null || defect !== null) {
    context.addIssue({ code: 'custom', message: defect ?? '' });
    return z.NEVER;
  }
  return url.href.replace(/(?<!\/)\/+$/, '');
});

function defectOf(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must be http or https';
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a user or password; give a token file';
  }
  if (url.search !== '' || url.hash !== '') return 'must not have a query or fragment';
  return null;
}

/** A value that is wrong, as it may be told: without a user and password, which somebody may have put there. */
function shown(text: string): string {
  return text.replace(/^([^/]*\/\/)?.*@/, '$1[secret]@');
}

/** A name or address, in lower case. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/;

/** Names or addresses without a port, separated by commas. IPv6 in brackets. Gives lower case. */
export const hostList = z.string().transform((text, context) => {
  const hosts = split(text).map((host) => host.toLowerCase());
  for (const host of hosts) {
    if (!HOST.test(host)) {
      context.addIssue({
        code: 'custom',
        message: `holds "${shown(host)}", which is not a host name`,
      });
    }
  }
  if (hosts.length === 0) context.addIssue({ code: 'custom', message: 'is empty' });
  return hosts;
});

/** Origins such as `https://grafana.example`, separated by commas. No wildcards. */
export const originList = z.string().transform((text, context) => {
  const origins = split(text);
  for (const origin of origins) {
    if (!isOrigin(origin)) {
      context.addIssue({
        code: 'custom',
        message: `holds "${shown(origin)}", which is not an origin`,
      });
    }
  }
  return origins;
});

/** One origin such as `https://alidade.example`. */
export const originUrl = z
  .string()
  .refine(isOrigin, 'is not an origin, such as https://alidade.example');

/** A URL takes more for a host than a name: `*`, which a policy of frames reads as any, and `;`, which ends one. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.origin === text && /^https?:$/.test(url.protocol) && HOST.test(url.hostname);
}

/** The name of a namespace. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Names of namespaces, separated by commas. */
export const namespaceList = z.string().transform((text, context) => {
  const names = [...new Set(split(text))];
  for (const name of names) {
    if (!NAMESPACE.test(name)) {
      const message = `holds "${shown(name)}", which is not the name of a namespace`;
      context.addIssue({ code: 'custom', message });
    }
  }
  if (names.length === 0) context.addIssue({ code: 'custom', message: 'is empty' });
  return names;
});

/**
 * The issuer of ID tokens, exactly as it calls itself (a slash at its end counts). OpenID Connect and the
 * Kubernetes API know https alone.
 */
export const issuerUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  let defect = url === null ? 'is not a URL' : defectOf(url);
  if (url?.protocol === 'http:') defect ??= 'must be https';
  if (defect === null) return text;
  context.addIssue({ code: 'custom', message: defect });
  return z.NEVER;
});

/** Scopes separated by spaces or commas; `openid` must be one of them. RFC 6749, 3.3. */
export const scopeList = z.string().transform((text, context) => {
  const scopes = text.split(/[\s,]+/).filter((scope) => scope !== '');
  if (scopes.some((scope) => !/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/.test(scope))) {
    context.addIssue({ code: 'custom', message: 'holds something that is not a scope' });
  }
  if (!scopes.includes('openid')) {
    context.addIssue({ code: 'custom', message: 'must hold openid' });
  }
  return scopes;
});

/** The name of a claim at the top level of an ID token. */
export const claimName = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'is not the name of a claim');

/** Whether a host can only be this machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** The port that the server listens on. */
export const port = z
  .string()
  .regex(/^[0-9]{1,5}$/, 'is not a port')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'is not a port');

/** A whole number of hours from 1 to this one. */
export const hoursUpTo = (most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,4}$/, `must be a whole number of hours from 1 to ${most}`)
    .transform(Number)
    .refine(
      (value) => value >= 1 && value <= most,
      `must be a whole number of hours from 1 to ${most}`,
    );

/** A whole number of seconds up to this one. */
export const secondsUpTo = (most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,4}$/, `must be a whole number of seconds from 0 to ${most}`)
    .transform(Number)
    .refine((value) => value <= most, `must be a whole number of seconds from 0 to ${most}`);

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
