/** Decides how much is painted in a frame, so that frames take about as long as they may. */
export interface Pace {
  /** How many steps to take in the next frame; one at the least. */
  readonly steps: () => number;
  /** Tells how long a frame with so many steps took, with all that the browser did for it; milliseconds. */
  readonly took: (steps: number, ms: number) => void;
}

/** Few, since nothing is known yet of the machine. */
const FIRST_STEPS = 4;
/** Some steps are dearer than others: what a few cheap ones took says little of the next. */
const MOST_GROWTH = 2;

/**
 * Learns from the frames before. Time spent in script says little: where no graphics card helps, the browser
 * draws later what script asked for, and that takes many times longer.
 *
 * @param budgetMs Milliseconds that a frame may take.
 */
export function createPace(budgetMs: number): Pace {
  let allowed = FIRST_STEPS;
  return {
    steps: () => Math.max(1, Math.floor(allowed)),
    took(steps, ms) {
      if (steps < 1) return;
      const fitting = (budgetMs * steps) / Math.max(ms, 0.01);
      // Down at once, up slowly.
      allowed = Math.min(fitting, Math.max(steps, allowed) * MOST_GROWTH);
    },
  };
}
