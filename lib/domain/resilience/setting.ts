import type { ObjectRef } from '@/lib/domain/object-ref';

/** What a person looks for: how long a call may take, how often it is tried, when a server is left alone. */
export type SectionId = 'timeouts' | 'retries' | 'breaker' | 'fault';

/**
 * How a setting is read from and written into its object. A form shows every value as text; the form says which
 * texts there are, and as what they stand in the YAML.
 */
export type SettingForm =
  | {
      readonly kind: 'duration';
      /**
       * `text`: as Go writes it, such as `1.5s`. `milliseconds`: a whole number. `value-and-unit`: an object
       * with a whole `value` and the `unit` `s` or `ms`.
       */
      readonly writes: 'text' | 'milliseconds' | 'value-and-unit';
      readonly minMs: number;
      /** A regular expression (anchored) of the dialect, where it takes less than Go does. */
      readonly pattern?: string | undefined;
    }
  | {
      readonly kind: 'number';
      /** `text` for annotations, whose values are all text. */
      readonly writes: 'number' | 'text';
      readonly whole: boolean;
      readonly min: number;
      readonly max: number | null;
      readonly unit: string;
      /** The smallest value above 0 that is told from it. */
      readonly least?: number | undefined;
    }
  | { readonly kind: 'flag' }
  /** A moment as RFC 3339 writes it. */
  | { readonly kind: 'moment' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | {
      readonly kind: 'list';
      /** `commas`: one text with commas between. */
      readonly writes: 'commas' | 'texts' | 'numbers';
      /** The words there are; absent where the dialect takes others too. */
      readonly options?: readonly string[] | undefined;
      /** Words that are proposed. */
      readonly proposals?: readonly string[] | undefined;
    };

/** A value at a place: one that another setting needs beside it, or by which a part is known again. */
export interface Companion {
  readonly path: string;
  /** Absent where nothing stands there. */
  readonly value?: unknown;
}

/** One value of one object that a form shows and writes. */
export interface Setting {
  /** Unique among the settings of an answer. */
  readonly id: string;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly help: string;
  /** JSON Pointer into the object. */
  readonly path: string;
  readonly form: SettingForm;
  /** As written, as text; null when the object leaves it out. */
  readonly value: string | null;
  /** What holds while it is left out, in words. */
  readonly absent: string;
  /** Written with it where they are not there yet, for without them the mesh refuses it or does nothing. */
  readonly needs?: readonly Companion[] | undefined;
  /** Paths that are taken out when it is written, for the mesh refuses them beside it. */
  readonly excludes?: readonly string[] | undefined;
  /** Set where the field is out of use: why, and the path that takes its value; null for no successor. */
  readonly deprecated?: { readonly because: string; readonly to: string | null } | undefined;
}

/** Settings of one part of one object, such as the retries of one route. */
export interface SettingGroup {
  readonly id: string;
  readonly section: SectionId;
  /** For example `Retries of route 2 “primary”`. */
  readonly title: string;
  /** Which requests it is for, in words. */
  readonly applies: string;
  readonly object: ObjectRef;
  /** The object as it would be made, while there is none; null when it exists. */
  readonly template: Readonly<Record<string, unknown>> | null;
  /** JSON Pointer to the part; nothing above it is ever taken out of the object. */
  readonly at: string;
  /** By what the part is known again after somebody edited the YAML. */
  readonly identity: readonly Companion[];
  /** JSON Pointer to what "remove" takes away. */
  readonly block: string;
  readonly settings: readonly Setting[];
}

/** Something about the settings that a person must know. */
export interface ResilienceWarning {
  readonly code: string;
  readonly message: string;
  /** The object that it is about, with the path in it. */
  readonly object?: ObjectRef | undefined;
  readonly path?: string | undefined;
}

/** What one mesh says of the resilience of a service. */
export interface ServiceResilience {
  readonly groups: readonly SettingGroup[];
  readonly warnings: readonly ResilienceWarning[];
  /** What the mesh cannot do, or does elsewhere, by section. */
  readonly notes: readonly { readonly section: SectionId; readonly text: string }[];
}

/** A fault that the mesh injects now. */
export interface ActiveFault {
  /** The fully qualified host whose callers meet it. */
  readonly host: string;
  readonly kind: 'delay' | 'abort';
  /** Of the requests that match, 0..100. */
  readonly percent: number;
  /** For example `10 % of requests get status 503`. */
  readonly words: string;
  /** Which requests, in words; empty for all. */
  readonly match: string;
  readonly object: ObjectRef;
  /** JSON Pointer to what has to be removed to end it. */
  readonly path: string;
  /** When it should end, as an annotation of the object says; epoch milliseconds. */
  readonly endsAtMs: number | null;
}

/** How often a call to a host is tried at most, as some object says. */
export interface RetryLayer {
  readonly host: string;
  /** The first try and its retries. */
  readonly tries: number;
  readonly object: ObjectRef;
}

/** What is measured beside a section. */
export interface FigureQuery {
  readonly key: string;
  readonly section: SectionId;
  readonly label: string;
  readonly unit: 'perSecond' | 'ratio' | 'count';
  /** Gives one sample without labels, or none. */
  readonly promql: string;
  /** Why there may be no sample, and what to do for one. */
  readonly absent: string;
}

/** The annotation that says when a fault should end, as RFC 3339. The mesh does not know it. */
export const FAULT_ENDS = 'alidade/fault-ends';

/** When an object's faults should end; null when it does not say, or not in a way that can be read. */
export function faultEndOf(
  annotations: Readonly<Record<string, string>> | undefined,
): number | null {
  const text = annotations?.[FAULT_ENDS];
  const at = text === undefined ? NaN : Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
