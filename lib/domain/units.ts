declare const unit: unique symbol;

/** A moment, in milliseconds since 1970-01-01 UTC: a number that carries its unit in the type. */
export type EpochMs = number & { readonly [unit]: 'epoch-ms' };

export const epochMs = (value: number) => value as EpochMs;
