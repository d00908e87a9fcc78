import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A regular expression as it stands in a source of ours. */
export interface OwnPattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** All regular expressions of a source: those that it spells out, and the places that make some of a text. */
export interface PatternsOfFile {
  readonly spelled: readonly OwnPattern[];
  /** Calls of `RegExp`, and of methods of texts that compile what is no regular expression yet. */
  readonly made: readonly string[];
}

const ROOT = new URL('../../', import.meta.url).pathname;
const SOURCE = /\.tsx?$/;
const NOT_SHIPPED = /\.(test|faults|bench)\.tsx?$|(^|\/)testing\//;

/** The sources of what is shipped, by their paths in the repository. */
export function shippedSources(): readonly string[] {
  return ['app', 'components', 'lib'].flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => SOURCE.test(path) && !NOT_SHIPPED.test(path))
      .map((path) => `${folder}/${path}`),
  );
}

/** The text of a source, by its path in the repository. */
export function sourceOf(file: string): string {
  return readFileSync(ROOT + file, 'utf8');
}

/** Methods of texts that compile what they are given. */
const COMPILING: ReadonlySet<string> = new Set(['match', 'matchAll', 'search']);

/** How a constant is named, which a regular expression that is spelled out may stand in. */
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;

/** Finds the regular expressions of a source, by the syntax of TypeScript. */
export function patternsIn(file: string, text: string): PatternsOfFile {
  const spelled: OwnPattern[] = [];
  const made: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      spelled.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && compiles(node)) {
      made.push(`${file}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind));
  return { spelled, made };
}

function compiles({ expression, arguments: given }: ts.NewExpression | ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'RegExp';
  if (!ts.isPropertyAccessExpression(expression)) return false;
  if (expression.name.text === 'RegExp') return true;
  const [first, ...more] = given ?? [];
  if (!COMPILING.has(expression.name.text) || first === undefined || more.length > 0) return false;
  return !ts.isRegularExpressionLiteral(first) && !CONSTANT.test(first.getText());
}
