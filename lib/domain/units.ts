declare const unit: unique symbol;

/** A number that carries its unit in the type and nothing at run time. */
type Quantity<U extends string> = number & { readonly [unit]: U };

/** A duration. */
export type Milliseconds = Quantity<'ms'>;
/** A moment, in milliseconds since 1970-01-01 UTC. */
export type EpochMs = Quantity<'epoch-ms'>;
/** A share of a whole in [0, 1]. Never a percentage: formatting multiplies by 100. */
export type Ratio = Quantity<'ratio'>;
/** Events per second. */
export type PerSecond = Quantity<'per-second'>;

export const ms = (value: number) => value as Milliseconds;
export const epochMs = (value: number) => value as EpochMs;
export const ratio = (value: number) => value as Ratio;
export const perSecond = (value: number) => value as PerSecond;
