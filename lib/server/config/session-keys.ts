import 'server-only';
import { createHash } from 'node:crypto';

/** A key that seals sessions (A256GCM). */
export interface SessionKey {
  /** Tells keys apart without telling what they are. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

const MIN_BYTES = 32;

/** Any random text of 32 characters has more, also when it is hexadecimal. */
const MIN_DISTINCT_BYTES = 10;

const LOOKS_LIKE_A_DEFAULT =
  /change.?me|password|default|example|insert|your.?key|12345678|abcdefgh/i;

/**
 * Reads the keys in a key file: one a line for text, so that an old key can stay below a new one while
 * sessions move over; the whole file when it is not text.
 *
 * @returns The keys, or what is wrong with them; the message never holds a part of a key.
 */
export function readSessionKeys(content: Uint8Array): readonly SessionKey[] | string {
  const keys = materialsOf(content);
  if (keys.length === 0) return 'is empty';
  for (const [index, material] of keys.entries()) {
    const defect = defectOf(material);
    if (defect !== null) return keys.length === 1 ? defect : `key ${index + 1} ${defect}`;
  }
  return keys.map((material) => {
    const bytes = createHash('sha256').update('alidade session key').update(material).digest();
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), bytes };
  });
}

function materialsOf(content: Uint8Array): Buffer[] {
  const isText = content.every(
    (byte) => byte === 9 || byte === 10 || byte === 13 || (byte > 31 && byte < 127),
  );
  if (!isText) return [Buffer.from(content)];
  return Buffer.from(content)
    .toString('latin1')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'latin1'));
}

function defectOf(material: Buffer): string | null {
  if (material.length < MIN_BYTES) return `is shorter than ${MIN_BYTES} bytes`;
  const weak = new Set(material).size < MIN_DISTINCT_BYTES || repeats(material);
  if (weak || LOOKS_LIKE_A_DEFAULT.test(material.toString('latin1'))) {
    return 'is weak: take random bytes, for example `openssl rand -base64 48`';
  }
  return null;
}

/** Whether it is one block of at most half its length, over and over. */
function repeats(material: Buffer): boolean {
  for (let period = 1; period <= material.length / 2; period += 1) {
    if (material.subarray(period).equals(material.subarray(0, material.length - period)))
      return true;
  }
  return false;
}
