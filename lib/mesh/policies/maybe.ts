/** Whether a condition holds, where telemetry does not tell everything that conditions ask for. */
export type Maybe = 'yes' | 'no' | 'maybe';

export function maybeOf(known: boolean): Maybe {
  return known ? 'yes' : 'no';
}

/** Whether all hold; of none, all do. */
export function allOf(conditions: readonly Maybe[]): Maybe {
  if (conditions.includes('no')) return 'no';
  return conditions.includes('maybe') ? 'maybe' : 'yes';
}

/** Whether any holds; of none, none does. */
export function anyOf(conditions: readonly Maybe[]): Maybe {
  if (conditions.includes('yes')) return 'yes';
  return conditions.includes('maybe') ? 'maybe' : 'no';
}

export function notOf(condition: Maybe): Maybe {
  if (condition === 'maybe') return 'maybe';
  return condition === 'yes' ? 'no' : 'yes';
}
