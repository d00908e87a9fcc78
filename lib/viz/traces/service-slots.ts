/** The series colours that services may have, as numbers of `--viz-n`. 9 is too near to failing. */
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

export type ServiceSlot = (typeof SLOTS)[number];

/**
 * Gives each service a colour by its name, so that it keeps it from trace to trace and for every
 * viewer. Services of one trace that would share a colour are given the next one that is least in
 * use; the rule depends on the set of names alone, not on their order.
 */
export function serviceSlots(names: Iterable<string>): ReadonlyMap<string, ServiceSlot> {
  const uses = SLOTS.map(() => 0);
  const slots = new Map<string, ServiceSlot>();
  for (const name of [...new Set(names)].sort()) {
    const least = Math.min(...uses);
    let slot = hashOf(name) % SLOTS.length;
    while ((uses[slot] ?? 0) > least) slot = (slot + 1) % SLOTS.length;
    uses[slot] = least + 1;
    slots.set(name, SLOTS[slot] ?? 1);
  }
  return slots;
}

/** FNV-1a over the code units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
