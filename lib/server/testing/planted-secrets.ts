import { CLIENT_SECRET } from '@/lib/testing/fake-issuer';

/** Secrets that nobody may be told, by what they are. */
export const SECRETS = {
  'the token of a person': 'demo-editor',
  'the token of the console': 'demo-admin',
  'the token for Prometheus': 'canary-prometheus-5f1e',
  'a session key': Buffer.from('canary-session-key-of-48-bytes-0123456789abcdef!').toString(
    'base64',
  ),
  'a password in a URL': 'canary-password-77aa',
  'the secret of the client': CLIENT_SECRET,
} as const;
/** The ways in which a secret may be written. */
function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((before) => base64After(before, secret));
  const forUrls = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(secret).toString('hex');
  return [secret, encodeURIComponent(secret), hex, ...base64, ...forUrls];
}

/** What base64 makes of a text that comes after so many bytes, as far as these do not change it. */
function base64After(before: number, text: string): string {
  const whole = Buffer.from(' '.repeat(before) + text).toString('base64');
  return whole.slice(before === 0 ? 0 : before + 1).replace(/.=*$/, '');
}

/** What gives something away, by its name, and what that is. */
export type Outputs = Map<string, string>;

/** Secrets that are in something that was given away. */
export function leaksIn(outputs: Outputs): readonly string[] {
  return [...outputs].flatMap(([name, text]) =>
    Object.entries(SECRETS).flatMap(([what, secret]) =>
      formsOf(secret).some((form) => text.includes(form)) ? [`${what} in ${name}`] : [],
    ),
  );
}
