import 'server-only';

export interface PagePolicy {
  readonly nonce: string;
  /** `next dev` evaluates code and talks to its server over a web socket. */
  readonly development: boolean;
  /** Origins that may frame the page; none may, when left out. */
  readonly ancestors?: readonly string[];
}

/**
 * The content security policy of every page.
 *
 * No `upgrade-insecure-requests`: the console is often reached over plain http through a port-forward.
 */
export function contentSecurityPolicy({ nonce, development, ancestors = [] }: PagePolicy): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    'style-src': ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...(development ? ['ws:'] : [])],
    'worker-src': ["'self'", ...(development ? ['blob:'] : [])],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'frame-ancestors': ancestors.length === 0 ? ["'none'"] : ancestors,
    // See app/trusted-types.ts. `next dev` evaluates text, which they rule out.
    ...(development
      ? {}
      : { 'require-trusted-types-for': ["'script'"], 'trusted-types': ['default', 'nextjs'] }),
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

/** The policy of our own files. A worker started from one has this policy, not that of its page. */
export const FILE_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** Of pages that only the policy's `frame-ancestors` keeps to some frames: this header knows no list. */
export const NOT_WHERE_FRAMED: ReadonlySet<string> = new Set(['x-frame-options']);

/** The other headers of every page. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
