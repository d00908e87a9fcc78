/** Gives numbers in [0, 1), always the same ones for a seed (mulberry32). */
export type Random = () => number;

const TWO_POW_32 = 4294967296;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_POW_32;
  };
}

/** A seed made of a text and another seed (FNV-1a), so that each name has its own numbers. */
export function seedOf(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

/** The letters that Kubernetes makes name suffixes of: no vowels, so no words. */
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    text += SUFFIX_LETTERS.charAt(Math.floor(random() * SUFFIX_LETTERS.length));
  }
  return text;
}

/** Names of a Deployment's pods, `<workload>-<ReplicaSet hash>-<pod suffix>`. */
export function podNames(workload: string, count: number, seed: number): string[] {
  const random = createRandom(seedOf(workload, seed));
  const replicaSet = `${workload}-${suffix(random, 10)}`;
  return Array.from({ length: count }, () => `${replicaSet}-${suffix(random, 5)}`);
}

/** The ReplicaSet that owns a pod, from the pod's name. */
export function replicaSetOf(pod: string): string {
  return pod.slice(0, pod.lastIndexOf('-'));
}
