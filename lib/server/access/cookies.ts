import 'server-only';

/** Browsers keep at most 4,096 bytes a cookie, name and attributes included. */
export const MAX_COOKIE_VALUE = 3800;

export interface CookieOptions {
  readonly path: string;
  /** 0 removes it. */
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Strict' | 'Lax';
  /** Whether the browser reached us over https. */
  readonly secure: boolean;
}

/** The cookies of a request by name; of a repeated one, the last. */
export function readCookies(cookieHeader: string | null): ReadonlyMap<string, string> {
  return new Map(
    (cookieHeader ?? '').split(';').map((pair) => {
      const [name = '', ...value] = pair.trim().split('=');
      return [name, value.join('=')] as const;
    }),
  );
}

/** A `Set-Cookie` header. No script can read such a cookie. */
export function setCookie(name: string, value: string, options: CookieOptions): string {
  const { path, maxAgeSeconds, sameSite, secure } = options;
  const attributes = `Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${sameSite}`;
  return `${name}=${value}; ${attributes}${secure ? '; Secure' : ''}`;
}
