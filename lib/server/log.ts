import 'server-only';
import pino, { type DestinationStream, type Logger } from 'pino';

/** Names of members that may hold a secret, at the top and one level down. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'access_token',
  'id_token',
  'refresh_token',
  'client_secret',
  'password',
  'code_verifier',
];

/** What a secret looks like inside a text: a bearer or basic credential, a JWT, a parameter of a URL, userinfo. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 [secret]'],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '[secret]'],
  [/\b(\w*token|code|client_secret|password|state)=[^&\s"\\]+/gi, '$1=[secret]'],
  [/(\w:\/\/)[^\s/@"\\]+@/g, '$1[secret]@'],
];

/**
 * Creates the log of a process: one line of JSON an event. Nothing is meant to hand it a secret; what still
 * comes by way of an error's text or a member's name is taken out of the finished line.
 *
 * @param to The standard output if absent.
 */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const paths = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const options = { level, base: null, redact: { paths, censor: '[secret]' } };
  return pino(options, { write: (line) => to.write(withoutSecrets(line)) });
}

function withoutSecrets(line: string): string {
  return SECRET_TEXTS.reduce((clean, [secret, instead]) => clean.replace(secret, instead), line);
}
