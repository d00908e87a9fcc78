import type { RouteTable, Share } from '@/lib/domain/routing/dialect';
import type { ReadCondition, ReadMatch, ReadRule } from '@/lib/domain/routing/read-rules';
import { meets, type ExampleRequest } from '@/lib/domain/routing/request-match';

/** The rules of one object as they are now, or as somebody is writing them. */
export interface ReadTable {
  readonly table: RouteTable;
  readonly rules: readonly ReadRule[];
}

/** What becomes of an example request. */
export interface Decision {
  /** The object and rule that take it; null when none does. */
  readonly taken: { readonly table: RouteTable; readonly rule: ReadRule } | null;
  readonly goes: readonly Share[];
  /** In words: why this rule, or what happens without one. */
  readonly because: string;
  /** What could not be told, so that it may be otherwise. */
  readonly doubts: readonly string[];
}

interface Candidate {
  readonly read: ReadTable;
  readonly rule: ReadRule;
  readonly match: ReadMatch | null;
}

/**
 * Finds the rule that takes a request and where it goes, by the precedence of the dialect. Conditions that an
 * example request cannot meet or fail, such as the caller's labels, are taken for met, and told as doubts.
 */
export function decide(tables: readonly ReadTable[], request: ExampleRequest): Decision {
  const doubts = new Set<string>();
  const candidates = tables.flatMap((read) =>
    read.rules.flatMap((rule) => candidatesOf(read, rule, request, doubts)),
  );
  const [first] = candidates.toSorted((a, b) => compareRanks(rankOf(a), rankOf(b)));
  if (first === undefined) return withoutRule(tables, doubts);
  const { table } = first.read;
  return {
    taken: { table, rule: first.rule },
    goes: sharedOut(first.rule).flatMap((share) => furtherOf(share, table)),
    because: first.rule.instead ?? table.dialect.precedence.words,
    doubts: [...doubts],
  };
}

function withoutRule(tables: readonly ReadTable[], doubts: ReadonlySet<string>): Decision {
  const last = tables.at(-1)?.table;
  return {
    taken: null,
    goes: last?.fallback ?? [],
    because: last?.dialect.otherwise ?? 'Nothing routes it: it goes to any server of the service.',
    doubts: [...doubts],
  };
}

/** A target that gets nothing is told only where it is the only one. */
function sharedOut({ targets }: ReadRule): readonly Share[] {
  return targets.length === 1 ? targets : targets.filter(({ share }) => share > 0);
}

function furtherOf({ to, share }: Share, { further }: RouteTable): readonly Share[] {
  const on = Object.entries(further).find(([name]) => name === to)?.[1];
  return on === undefined
    ? [{ to, share }]
    : on.map((each) => ({ to: each.to, share: each.share * share }));
}

function candidatesOf(
  read: ReadTable,
  rule: ReadRule,
  request: ExampleRequest,
  doubts: Set<string>,
): readonly Candidate[] {
  if (rule.form === null) return [];
  if (rule.matches.length === 0) return [{ read, rule, match: null }];
  return rule.matches
    .filter((match) => takes(match, request, rule, doubts))
    .map((match) => ({ read, rule, match }));
}

function takes(
  { conditions, others }: ReadMatch,
  request: ExampleRequest,
  { index }: ReadRule,
  doubts: Set<string>,
): boolean {
  const outcomes = conditions.map((condition) => ({ condition, met: meets(request, condition) }));
  if (outcomes.some(({ met }) => met === false)) return false;
  const unknown = [
    ...outcomes.filter(({ met }) => met === null).map(({ condition }) => condition.value),
    ...others,
  ];
  if (unknown.length > 0) doubts.add(`Rule ${index + 1} also asks for ${unknown.join(', ')}.`);
  return true;
}

/** What is compared, from the first to the last; lower goes before. */
type Rank = readonly (number | string)[];

function rankOf({ read, rule, match }: Candidate): Rank {
  const { rank, age, dialect } = read.table;
  const { kind } = dialect.precedence;
  if (kind === 'order') return [rank, age, rule.index];
  const conditions = match?.conditions ?? [];
  const path = conditions.find(({ subject }) => subject === 'path');
  if (kind === 'priority') {
    return [rank, rule.priority ?? Number.MAX_SAFE_INTEGER, ...specificity(path), rule.index];
  }
  const count = (subject: ReadCondition['subject']) =>
    conditions.filter((condition) => condition.subject === subject).length;
  return [
    ...[rank, ...specificity(path), ...grpcRank(conditions)],
    ...[-count('method'), -count('header'), -count('query'), age, rule.index],
  ];
}

/** An exact path, then a pattern (whose place is the implementation's affair), then the longest prefix. */
function specificity(path: ReadCondition | undefined): readonly [number, number] {
  if (path === undefined) return [3, 0];
  if (path.comparison === 'exact') return [0, -path.value.length];
  return [path.comparison === 'regex' ? 1 : 2, -path.value.length];
}

/** Of gRPC: the longest service, then the longest method. */
function grpcRank(conditions: readonly ReadCondition[]): readonly [number, number] {
  const length = (subject: ReadCondition['subject']) =>
    conditions.find((condition) => condition.subject === subject)?.value.length ?? 0;
  return [-length('grpc-service'), -length('grpc-method')];
}

function compareRanks(a: Rank, b: Rank): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}
