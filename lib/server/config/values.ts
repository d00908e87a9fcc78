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
  return url.href.replace(/\/+$/, '');
});

function defectOf(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must be http or https';
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a user or password; give a token file';
  }
  if (url.search !== '' || url.hash !== '') return 'must not have a query or fragment';
  return null;
}

/** Names or addresses without a port, separated by commas. IPv6 in brackets. Gives lower case. */
export const hostList = z.string().transform((text, context) => {
  const hosts = split(text).map((host) => host.toLowerCase());
  for (const host of hosts) {
    if (!/^(\[[0-9a-f:.]+\]|[a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.test(host)) {
      context.addIssue({ code: 'custom', message: `holds "${host}", which is not a host name` });
    }
  }
  if (hosts.length === 0) context.addIssue({ code: 'custom', message: 'is empty' });
  return hosts;
});

/** Origins such as `https://grafana.example`, separated by commas. No wildcards. */
export const originList = z.string().transform((text, context) => {
  const origins = split(text);
  for (const origin of origins) {
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (url === null || url.origin !== origin || !/^https?:$/.test(url.protocol)) {
      context.addIssue({ code: 'custom', message: `holds "${origin}", which is not an origin` });
    }
  }
  return origins;
});

/** Names of namespaces, separated by commas. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const namespaceList = z.string().transform((text, context) => {
  const names = [...new Set(split(text))];
  for (const name of names) {
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
      const message = `holds "${name}", which is not the name of a namespace`;
      context.addIssue({ code: 'custom', message });
    }
  }
  if (names.length === 0) context.addIssue({ code: 'custom', message: 'is empty' });
  return names;
});

/** The port that the server listens on. */
export const port = z
  .string()
  .regex(/^[0-9]{1,5}$/, 'is not a port')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'is not a port');

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
