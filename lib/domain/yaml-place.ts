/** Where in a YAML text of block style a line stands, as far as its indentation tells. */
export interface YamlPlace {
  /** The steps to the map that the line is in; `*` for any element of a list. */
  readonly parents: readonly string[];
  /** The key on the line; null when it has none yet. */
  readonly key: string | null;
  /** Where the line's own content begins, behind the dashes. */
  readonly indent: number;
}

interface Line {
  readonly indent: number;
  /** The columns of its dashes. */
  readonly dashes: readonly number[];
  readonly key: string | null;
  /** Whether what belongs to the key may follow on the next lines. */
  readonly opens: boolean;
}

const LINE =
  /^( *)((?:- +)*)(-$)?(?:("[^"]*"|'[^']*'|[^\s#:'"](?:[^:#]*[^\s:#])?)\s*:(?:\s+(\S.*)?)?$)?/;

/** How far the way up has come. */
interface Way {
  readonly parents: readonly string[];
  /** What belongs to a parent stands further in than it. */
  readonly limit: number;
  /** Whether a list was just left, whose key may stand as far in as its dashes. */
  readonly inList: boolean;
}

/**
 * Finds the place of a line. Text that cannot be parsed yet, because somebody is writing it, has one too.
 *
 * @param index Of the line, from 0.
 */
export function yamlPlaceAt(lines: readonly string[], index: number): YamlPlace {
  const here = readLine(lines[index] ?? '');
  let way = leaveDashes({ parents: [], limit: here.indent, inList: false }, here.dashes);
  for (const text of lines.slice(0, Math.max(0, index)).toReversed()) {
    if (way.limit === 0 && !way.inList) break;
    if (!/^\s*(#|$)/.test(text)) way = wayUp(way, readLine(text));
  }
  return { parents: way.parents, key: here.key, indent: here.indent };
}

function wayUp(way: Way, line: Line): Way {
  const { limit, inList } = way;
  const isFirstOfItem = line.dashes.length > 0 && line.indent === limit && !inList;
  if (isFirstOfItem) return leaveDashes(way, line.dashes);
  if (!isParent(line, way)) return way;
  const parents = [line.key ?? '', ...way.parents];
  return leaveDashes({ parents, limit: line.indent, inList: false }, line.dashes);
}

function leaveDashes(way: Way, dashes: readonly number[]): Way {
  const [first] = dashes;
  if (first === undefined) return way;
  return { parents: [...dashes.map(() => '*'), ...way.parents], limit: first, inList: true };
}

/** A list may stand as far in as the key that it belongs to. */
function isParent({ indent, key, opens }: Line, { limit, inList }: Way): boolean {
  return key !== null && opens && (indent < limit || (inList && indent === limit));
}

function readLine(text: string): Line {
  const [, spaces = '', marks = '', lone = '', key, value] = LINE.exec(text) ?? [];
  const dashes = [...`${marks}${lone}`.matchAll(/-/g)].map(({ index }) => spaces.length + index);
  return {
    indent: spaces.length + marks.length + lone.length,
    dashes,
    key: key === undefined ? null : key.replace(/^(["'])(.*)\1$/, '$2'),
    opens: value === undefined || /^(#|[|>&!]|$)/.test(value),
  };
}
