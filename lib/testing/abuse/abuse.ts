import { describe, expect, it, vi } from 'vitest';
import { plantedId, type Edit } from '@/lib/testing/abuse/planted-sources.mjs';
import { figure, sized } from '@/lib/testing/figures';

/** A protection taken out of the product, in words that follow "without". */
export interface Defect {
  readonly without: string;
  readonly edits: readonly Edit[];
}

/** The defect of one edit. */
export function edit(without: string, file: string, find: string, replace: string): Defect {
  return { without, edits: [{ file, find, replace }] };
}

/** Imports a module of the product by its path in the repository, as it is or with a defect in it. */
export type Load = <Module>(path: string) => Promise<Module>;

/** What came of the attacks. */
export interface Outcome {
  readonly tried: number;
  /** What got through, in words; none is as it should be. The first few are enough. */
  readonly through: readonly string[];
  /** Further counts, to be printed with the figure. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** One way of misusing the product, and what keeps it away. */
export interface Abuse<Product> {
  readonly product: (load: Load) => Promise<Product>;
  /**
   * Ordinary use. Throws when it does not work: it must with every defect too, since a product that is
   * broken altogether shows nothing about a protection.
   */
  readonly works: (product: Product) => unknown;
  readonly attack: (product: Product) => Outcome | Promise<Outcome>;
  /** How many attacks there are at least, so that a corpus cannot run dry unseen. */
  readonly atLeast: number;
  /** Each must let at least one attack through. */
  readonly defects: readonly Defect[];
  /** The figure of docs/reliability.md that its numbers belong to. */
  readonly figure?: string;
}

const ROOT = new URL('../../../', import.meta.url).pathname;

/** A loader of the product with these edits. All that it loads belongs together. */
export function loaderWith(edits: readonly Edit[]): Load {
  return (path) => vi.importActual(plantedId(`${ROOT}${path}`, edits));
}

/** Thousands of attacks on a busy machine. */
const TAKES_LONG = { timeout: sized(120_000, 1_800_000) };

/**
 * Tests that the product holds against an abuse, and that the same attacks are seen to get through
 * once a protection is taken out: without that, "nothing got through" would prove nothing.
 */
export function describeAbuse<Product>(title: string, abuse: Abuse<Product>): void {
  describe(title, () => {
    it('is of no use', TAKES_LONG, async () => {
      const { tried, through, counts } = await resultOf(abuse, []);
      if (abuse.figure !== undefined) {
        figure(abuse.figure, { attack: title, tried, ...counts, through: through.length });
      }
      expect(through).toEqual([]);
      expect(tried).toBeGreaterThanOrEqual(abuse.atLeast);
    });

    for (const { without, edits } of abuse.defects) {
      it(`is seen to work without ${without}`, TAKES_LONG, async () => {
        expect((await resultOf(abuse, edits)).through).not.toEqual([]);
      });
    }
  });
}

async function resultOf<Product>(
  { product, works, attack }: Abuse<Product>,
  edits: readonly Edit[],
): Promise<Outcome> {
  const loaded = await product(loaderWith(edits));
  await works(loaded);
  return attack(loaded);
}

/** As many as a person reads. */
const ENOUGH = 3;

/**
 * Tries attacks one after the other until some have got through.
 *
 * @param judge Says in words what went wrong; null when the attack was stopped as it should be. What
 *   it throws got through as well: nothing that is sent to the product may make it fail by accident.
 */
export async function tryEach<Attack>(
  attacks: Iterable<Attack>,
  judge: (attack: Attack) => string | null | Promise<string | null>,
): Promise<Outcome> {
  const through: string[] = [];
  let tried = 0;
  for (const attack of attacks) {
    tried += 1;
    const words = await verdictOf(attack, judge);
    if (words !== null) through.push(`${excerpt(attack)}: ${words}`);
    if (through.length === ENOUGH) break;
  }
  return { tried, through };
}

async function verdictOf<Attack>(
  attack: Attack,
  judge: (attack: Attack) => string | null | Promise<string | null>,
): Promise<string | null> {
  try {
    return await judge(attack);
  } catch (error) {
    return `threw ${String(error).slice(0, 300)}`;
  }
}

function excerpt(attack: unknown): string {
  const text = typeof attack === 'string' ? attack : JSON.stringify(attack);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
