/** Loaded into a console before anything else: its clock is off by so many milliseconds. */
const offMs = Number(process.env.CLOCK_OFF_MS ?? 0);
const Real = Date;

globalThis.Date = class extends Real {
  // The framework copies what is Date's own.
  static parse = Real.parse;
  static UTC = Real.UTC;

  constructor(...args) {
    if (args.length === 0) super(Real.now() + offMs);
    else super(...args);
  }

  static now() {
    return Real.now() + offMs;
  }
};
