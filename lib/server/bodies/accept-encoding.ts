import 'server-only';

/**
 * Whether an `accept-encoding` header lets an answer be compressed with gzip: it, or `*`, is named with a weight
 * above zero that is not below that of the plain body. Without the header the plain body is sent.
 *
 * https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function prefersGzip(header: string | null): boolean {
  const weights = new Map((header ?? '').split(',').map(readCoding));
  const rest = weights.get('*');
  const gzip = weights.get('gzip') ?? weights.get('x-gzip') ?? rest ?? 0;
  // A plain body that is not named is acceptable, but only where nothing better is.
  const plain = weights.get('identity') ?? 0;
  return gzip > 0 && gzip >= plain;
}

const WEIGHT = /^\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*$/i;

/** `name;q=0.5` as a name in lower case and a weight of 0 to 1; what cannot be read has the weight 0. */
function readCoding(text: string): readonly [string, number] {
  const [name = '', ...parameters] = text.split(';');
  const [weight] = parameters;
  const read = weight === undefined ? '1' : WEIGHT.exec(weight)?.[1];
  return [name.trim().toLowerCase(), Number(read ?? 0)];
}
