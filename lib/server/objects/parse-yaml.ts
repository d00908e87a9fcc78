import 'server-only';
import {
  isAlias,
  isCollection,
  isNode,
  isScalar,
  Lexer,
  parseAllDocuments,
  Parser,
  visit,
  type Document,
} from 'yaml';
import type { Cause } from '@/lib/contract/problem';
import { isRecord, type JsonRecord } from '@/lib/domain/json';
import { err, ok, type Result } from '@/lib/domain/result';

/** Why a text is not taken for an object. */
export interface YamlRefusal {
  readonly rule: string;
  readonly message: string;
  readonly causes: readonly Cause[];
}

/** Deeper than any object. */
const MAX_DEPTH = 64;

/**
 * Reads one object from YAML. It gives nothing but what JSON can say, and takes no text that two readers could
 * understand differently: no second document, no key twice, no anchors, no tags, no numbers that lose digits.
 */
export function parseObjectYaml(text: string): Result<JsonRecord, YamlRefusal> {
  if (isTooDeep(text)) return refuse('depth', 'It is nested too deep.');
  try {
    return read(text);
  } catch {
    return refuse('yaml', 'It cannot be read as YAML.');
  }
}

function read(text: string): Result<JsonRecord, YamlRefusal> {
  const documents = parseAllDocuments(text, { uniqueKeys: true, version: '1.2', schema: 'core' });
  if (!Array.isArray(documents)) return refuse('yaml', 'There is nothing in it.');
  const [document, second] = documents.filter(
    ({ contents, errors }) => contents !== null || errors.length > 0,
  );
  if (document === undefined) return refuse('yaml', 'There is nothing in it.');
  const problem = [...document.errors, ...document.warnings][0];
  if (problem !== undefined) {
    const [first = problem.message] = problem.message.split(/ at line \d+/);
    return refuse('yaml', `${first}.`, problem.linePos?.[0].line);
  }
  if (second !== undefined) {
    return refuse(
      'documents',
      'There is more than one document in it.',
      lineAt(text, second.range[0]),
    );
  }
  const odd = oddity(document);
  if (odd !== null) return refuse(odd.rule, odd.message, lineAt(text, odd.at));
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return isRecord(value) ? ok(value) : refuse('object', 'It is not an object.', 1);
}

interface Oddity {
  readonly rule: string;
  readonly message: string;
  readonly at: number | undefined;
}

/** The first thing in a document that JSON cannot say, or that hides what it says. */
function oddity(document: Document.Parsed): Oddity | null {
  let found: Oddity | null = null;
  visit(document, (key, node) => {
    const at = isNode(node) ? node.range?.[0] : undefined;
    const rule = ruleOf(key, node);
    if (rule === null) return undefined;
    found = { ...rule, at };
    return visit.BREAK;
  });
  return found;
}

type Rule = Omit<Oddity, 'at'>;

function ruleOf(key: unknown, node: unknown): Rule | null {
  return isAlias(node) ? ANCHORS : (propertyRule(node) ?? valueRule(key, node));
}

function propertyRule(node: unknown): Rule | null {
  if (!isScalar(node) && !isCollection(node)) return null;
  if (node.anchor !== undefined) return ANCHORS;
  return node.tag === undefined ? null : TAGS;
}

function valueRule(key: unknown, node: unknown): Rule | null {
  const value = isScalar(node) ? node.value : undefined;
  if (key === 'key' && typeof value !== 'string') return KEYS;
  return typeof value === 'number' && !isExact(value) ? NUMBERS : null;
}

const ANCHORS: Rule = {
  rule: 'anchors',
  message: 'Anchors and aliases are not taken: write the values out.',
};
const TAGS: Rule = { rule: 'tags', message: 'Tags are not taken: write the value as it is.' };
const KEYS: Rule = { rule: 'keys', message: 'A key is not a text: write it in quotes.' };
const NUMBERS: Rule = {
  rule: 'numbers',
  message: 'This number cannot be written without losing digits.',
};

/** Whether a number comes out of JSON as it went in. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/**
 * Whether collections are nested deeper than we follow. The lexer and this parser call themselves for nothing,
 * while what makes a document of their tokens does: far enough down, the whole process would end.
 */
function isTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // What is parsed is left lying: the generator only has to run.
    parser.next(lexeme).next();
    if (parser.stack.length > MAX_DEPTH) return true;
  }
  return false;
}

function lineAt(text: string, offset: number | undefined): number | undefined {
  return offset === undefined ? undefined : text.slice(0, offset).split('\n').length;
}

function refuse(rule: string, message: string, line?: number): Result<never, YamlRefusal> {
  return err({ rule, message, causes: [{ pointer: null, line: line ?? null, message }] });
}
