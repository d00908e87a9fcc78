/** A range of addresses: what it begins with, and how many bits of that count. */
export interface Range {
  readonly bits: bigint;
  readonly width: 32 | 128;
  readonly prefix: number;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; an address alone is a range of one. Null for another text. */
export function readRange(text: string): Range | null {
  const [address = '', length, rest] = text.split('/');
  if (rest !== undefined) return null;
  const bits = address.includes(':') ? bitsOf6(address) : bitsOf4(address);
  if (bits === null) return null;
  const width = address.includes(':') ? 128 : 32;
  const prefix = length === undefined ? width : Number(length);
  const isGood = length === undefined || /^[0-9]{1,3}$/.test(length);
  return isGood && prefix <= width ? { bits, width, prefix } : null;
}

/** Whether every address of one range is in another. */
export function isWithin(inner: Range, outer: Range): boolean {
  if (inner.width !== outer.width || inner.prefix < outer.prefix) return false;
  const shift = BigInt(outer.width - outer.prefix);
  return inner.bits >> shift === outer.bits >> shift;
}

function bitsOf4(address: string): bigint | null {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part))) return null;
  if (parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function bitsOf6(address: string): bigint | null {
  const [left = '', right, rest] = address.split('::');
  if (rest !== undefined) return null;
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
