import type { ObjectRef } from '@/lib/domain/object-ref';
import type { Comparison, Subject } from '@/lib/domain/routing/request-match';

/** JSON in which `$name` and `$value` stand for what a person fills in. */
export type Template = unknown;

/**
 * How one kind of condition is written in one dialect. The same template reads and writes it.
 *
 * `one`: the value at the path is the condition. `list`: an element of the list there is. `map`: the entry that is
 * called like the header or parameter is. `texts`: the list there holds the values, any of which will do.
 */
export interface ConditionForm {
  readonly id: string;
  readonly label: string;
  readonly subject: Subject;
  readonly comparison: Comparison;
  readonly negated?: boolean | undefined;
  /** JSON Pointer below the match. */
  readonly at: string;
  readonly shape: 'one' | 'list' | 'map' | 'texts';
  readonly template: Template;
  /** What stands for fields that are left out. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** JSON Pointer below the match to a flag that makes comparing a path ignore case. */
  readonly anyCaseAt?: string | undefined;
}

/** How a rule says where requests go. */
export interface TargetForm {
  /** JSON Pointer below the rule. */
  readonly at: string;
  /** `one`: the value there is the only target. */
  readonly shape: 'list' | 'one';
  /** JSON Pointers below a target. */
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly subset?: string | undefined;
  /** Absent where a target has no weight. */
  readonly weight?: string | undefined;
  /** What a target without a weight counts as. */
  readonly absentWeight: number;
  /** Whether a lone target gets everything whatever its weight. */
  readonly loneTakesAll: boolean;
  /** The target when the rule names none; null when that sends requests nowhere. */
  readonly unnamed: string | null;
}

/** One shape that a rule may have: the kinds of routes of one list may differ. */
export interface RuleForm {
  /** JSON Pointer below the rule to the part with its match and targets; empty for the rule itself. */
  readonly body: string;
  /** JSON Pointer below the body: to the list of matches, or to the only one. */
  readonly match: string;
  /** `any`: a list of which one will do. `one`: there is a single match. */
  readonly matches: 'any' | 'one';
  readonly conditions: readonly ConditionForm[];
  /** Fields of a match that say nothing of the request. */
  readonly ignored: readonly string[];
  readonly targets: TargetForm;
  /** Fields of the body that answer or redirect instead, with what they do. */
  readonly instead: readonly { readonly at: string; readonly words: string }[];
}

/**
 * Which of several rules that match takes a request. `order`: the first. `priority`: the one with the lowest number
 * at `priorityAt`, then the longest path. `specific`: an exact path before the longest prefix, then a
 * method, the most headers, the most parameters, then the oldest object, its name, and the order.
 */
export interface Precedence {
  readonly kind: 'order' | 'priority' | 'specific';
  readonly priorityAt?: string | undefined;
  readonly words: string;
}

/** How the rules of one kind of object are read and written. */
export interface RoutingDialect {
  /** JSON Pointer to the list of rules. */
  readonly rules: string;
  /** JSON Pointer below a rule to its name. */
  readonly nameAt: string | null;
  readonly forms: readonly RuleForm[];
  readonly precedence: Precedence;
  /** A rule as it is added; the match is put into it afterwards. */
  readonly newRule: Template;
  /** What becomes of a request that no rule takes, in words. */
  readonly otherwise: string;
}

/** Where requests go, as a share of those that came so far. */
export interface Share {
  /** The host as written and, where there is one, the subset: `cart`, `cart v2`. */
  readonly to: string;
  /** 0..1. */
  readonly share: number;
}

/** Something that the rules of an object may send requests to. */
export interface Destination {
  /** Named as a share is. */
  readonly to: string;
  /** A target that leads there, as it would be written, without a weight. */
  readonly element: Readonly<Record<string, unknown>>;
}

/** The rules of one object for calls of a service. */
export interface RouteTable {
  readonly mesh: string;
  readonly object: ObjectRef;
  /** The object as it would be made, while there is none; null when it exists. */
  readonly template: Readonly<Record<string, unknown>> | null;
  /** Who the rules are for, in words. */
  readonly applies: string;
  readonly dialect: RoutingDialect;
  /** Versions of the service, by which its rules tell them apart. */
  readonly destinations: readonly Destination[];
  /** For `specific`: what decides between equal rules of several objects. */
  readonly age: string;
  /** Objects of a lower rank go before those of a higher one whatever they say. */
  readonly rank: number;
  /** Where a request goes that no rule takes; absent when the mesh refuses it. */
  readonly fallback?: readonly Share[] | undefined;
  /** Targets that are shared out further on, such as by a splitter. */
  readonly further: Readonly<Record<string, readonly Share[]>>;
  /** What a person must know of it. */
  readonly warnings: readonly string[];
}

/** What all meshes say of how requests for a service are routed. */
export interface ServiceRouting {
  readonly tables: readonly RouteTable[];
  readonly notes: readonly string[];
}
