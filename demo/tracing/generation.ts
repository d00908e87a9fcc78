/** A Jaeger of the past, present or future, by the routes and parameters that it knows. */
export type JaegerGeneration = 'v2.13' | 'v2.20' | 'head' | 'legacy-only';

export interface Capabilities {
  /** `/api/v3/...` */
  readonly v3: boolean;
  /** `/api/services`, `/api/operations` and the search at `/api/traces`. */
  readonly legacySearch: boolean;
  readonly summaries: boolean;
  /** camelCase parameters, `searchDepth`, and tags in searches of v3. */
  readonly camelCase: boolean;
  /** Whether an unknown path under `/api` is a 404; older ones answer with the page of their UI. */
  readonly unknownIs404: boolean;
}

const OLD = {
  v3: true,
  legacySearch: true,
  summaries: false,
  camelCase: false,
  unknownIs404: false,
};

export const GENERATIONS: Readonly<Record<JaegerGeneration, Capabilities>> = {
  'legacy-only': { ...OLD, v3: false },
  'v2.13': OLD,
  'v2.20': { ...OLD, summaries: true, camelCase: true },
  head: { v3: true, legacySearch: false, summaries: true, camelCase: true, unknownIs404: true },
};
