import { edit, type Defect } from '@/lib/testing/abuse/abuse';

/** Headers that a request is sent with; null where one is left out. */
export type SentHeaders = Readonly<Record<string, string | null>>;

/** Where the console is, as its own page sees it. */
export const OURS = 'http://localhost:20002';

/** What every browser sends that somebody is signed in with. */
export const BROWSER: SentHeaders = { host: 'localhost:20002', cookie: 'alidade-session.0=x' };

const ORIGINS = [
  ...[OURS, null, 'null', '', 'http://evil.example', 'http://localhost:3000', 'http://localhost'],
  ...[
    'https://localhost:20002',
    `${OURS}.evil.example`,
    `${OURS}, http://evil.example`,
    `${OURS}/`,
  ],
];
const SITES = [
  'same-origin',
  'same-site',
  'cross-site',
  'none',
  null,
  'Same-Origin',
  'same-origin, cross-site',
];
const TYPES = [
  ...[
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    null,
  ],
  ...[
    'text/plain;application/json',
    'application/json, text/plain',
    'application/jsonp',
    'text/json',
  ],
];

/** Whether a browser can only have sent it for a page of ours. */
const isOurs = (origin: string | null, site: string | null) =>
  site === null ? origin === OURS : site === 'same-origin' && origin !== 'null';

/** Every mixture of headers that a change must not be let through with. */
export const FOREIGN_HEADERS: readonly SentHeaders[] = ORIGINS.flatMap((origin) =>
  SITES.flatMap((site) =>
    TYPES.flatMap((type) =>
      ['1', null].flatMap((marker) =>
        isOurs(origin, site) && type === 'application/json' && marker !== null
          ? []
          : [
              {
                ...BROWSER,
                origin,
                'sec-fetch-site': site,
                'content-type': type,
                'x-alidade': marker,
              },
            ],
      ),
    ),
  ),
);

/** Where the guard judges by these headers. */
export const CHECKS = 'lib/server/guard/checks.ts';

/** The guard without one of the checks that such a mixture must fail. */
export const MISSING_CHECKS: readonly Defect[] = [
  edit('the check of where it comes from', CHECKS, '[checkHost, checkOrigin, ', '[checkHost, '),
  edit('the check of our header', CHECKS, 'checkMarker, checkMediaType]', 'checkMediaType]'),
  edit('the check of its type', CHECKS, 'checkMarker, checkMediaType]', 'checkMarker]'),
];
