import { readString } from '@/demo/prometheus/literals';
import { edgeId, nodeId } from '@/lib/domain/model';
import type { MeshAdapter, SeriesTarget } from '@/lib/mesh/adapter';
import type * as queriesModule from '@/lib/contract/queries';
import type * as promqlModule from '@/lib/domain/promql';
import type * as proxyCostModule from '@/lib/mesh/proxy-cost';
import type * as registry from '@/lib/mesh/registry';
import { describeAbuse, edit, tryEach, type Defect } from '@/lib/testing/abuse/abuse';
import { hostileTexts } from '@/lib/testing/abuse/hostile-text';
import { shapeOf, type PromQlShape } from '@/lib/testing/abuse/promql-shape';
import { sized } from '@/lib/testing/figures';

const PROMQL = 'lib/domain/promql.ts';
const COMMON = 'lib/contract/common.ts';
const HARMLESS = 'harmless';
const WEB = nodeId('c', 'shop', 'workload', 'web');

/** Every place that a name from outside has in a question to Prometheus. */
const PLACES: readonly ((name: string) => SeriesTarget)[] = [
  ...(['service', 'workload', 'app', 'external'] as const).flatMap((kind) =>
    (['inbound', 'outbound'] as const).flatMap((direction) => [
      (name: string) => node(nodeId('c', 'shop', kind, name), direction),
      (name: string) => node(nodeId('c', name, kind, 'web'), direction),
    ]),
  ),
  (name) => ({ kind: 'edge', edge: edgeId(WEB, nodeId('c', 'shop', 'service', name), 'http') }),
  (name) => ({ kind: 'edge', edge: edgeId(nodeId('c', name, 'app', 'web'), WEB, 'grpc') }),
  (name) => ({ kind: 'edge', edge: edgeId(WEB, nodeId('c', name, 'workload', name), 'tcp') }),
];

function node(id: string, direction: 'inbound' | 'outbound'): SeriesTarget {
  return { kind: 'node', node: id, direction };
}

const queriesOf = (mesh: MeshAdapter, target: SeriesTarget) =>
  mesh.panels(target, 300).flatMap(({ queries }) => queries.map(({ promql }) => promql));

/** What is wrong with a question about a hostile name, beside the same one about a harmless name. */
function wrongIn(promql: string, meant: PromQlShape | null, name: string): string | null {
  const asked = shapeOf(promql);
  if (asked === null || meant === null) return `is no PromQL: ${promql.slice(0, 200)}`;
  if (asked.structure.join('\n') !== meant.structure.join('\n'))
    return `asks something else: ${promql}`;
  const isExact = asked.literals.every((literal, i) => {
    const own = meant.patterns[i] === true ? inPattern(name) : name;
    const wanted = readString(meant.literals[i] ?? '""').replaceAll(HARMLESS, () => own);
    return readString(literal) === wanted;
  });
  return isExact ? null : `asks about another name: ${promql}`;
}

/** A name as part of a regular expression (RE2) that takes every letter of it for itself. */
function inPattern(name: string): string {
  const special = String.raw`\.+*?()|[]{}^$`;
  return Array.from(name, (letter) => (special.includes(letter) ? `\\${letter}` : letter)).join('');
}

/** Tries an attack: of all that is asked, the first thing that is wrong. */
function breachOf(asked: readonly string[], meant: readonly (PromQlShape | null)[], name: string) {
  // Nothing is asked where a name makes an id that is none, such as one with `>` in an edge's.
  const wrong = asked.map((promql, i) => wrongIn(promql, meant[i] ?? null, readPart(name)));
  return wrong.find((words) => words !== null) ?? null;
}

/** A part of an id as it is read back: `%2F` stands for a slash. */
function readPart(name: string): string {
  return name.replaceAll('%2F', '/');
}

/** Each is tried in some places of each mesh, and the next in the next ones. */
const PLACES_OF_A_NAME = sized(1, PLACES.length);

/** Half a character cannot be written in a URL. */
const NAMES = hostileTexts(500).filter((name) => name !== '' && !/\p{Surrogate}/u.test(name));

const DEFECTS: readonly Defect[] = [
  ['the escape of quotes', String.raw`.replaceAll('"', '\\"')`],
  ['the escape of backslashes', String.raw`.replaceAll('\\', '\\\\')`],
  ['the escape of line ends', String.raw`.replaceAll('\n', '\\n')`],
].map(([without = '', find = '']) => edit(without, PROMQL, find, ''));

const PATTERNS = edit(
  'the escape of patterns',
  PROMQL,
  'return text.replaceAll(/[',
  'return text.replaceAll(/(?!)[',
);

describeAbuse('T1: a name that ends its string literal in PromQL', {
  product: async (load) => (await load<typeof registry>('lib/mesh/registry.ts')).MESHES,
  works(meshes) {
    const asked = meshes.flatMap((mesh) => queriesOf(mesh, node(WEB, 'inbound')));
    if (asked.length === 0 || asked.some((promql) => shapeOf(promql) === null)) {
      throw new Error('nothing is asked in PromQL');
    }
  },
  async attack(meshes) {
    const meant = meshes.map((mesh) =>
      PLACES.map((place) => queriesOf(mesh, place(HARMLESS)).map(shapeOf)),
    );
    const attacks = meshes.flatMap((mesh, m) =>
      NAMES.flatMap((name, i) =>
        Array.from({ length: PLACES_OF_A_NAME }, (_, next) => {
          const at = (i + next) % PLACES.length;
          return { name, at, m, mesh: mesh.id };
        }),
      ),
    );
    let queries = 0;
    const outcome = await tryEach(attacks, ({ name, at, m }) => {
      const asked = PLACES.slice(at, at + 1).flatMap((place) =>
        meshes.slice(m, m + 1).flatMap((mesh) => queriesOf(mesh, place(name))),
      );
      queries += asked.length;
      return breachOf(asked, meant[m]?.[at] ?? [], name);
    });
    return {
      ...outcome,
      counts: { names: NAMES.length, places: PLACES.length, meshes: meshes.length, queries },
    };
  },
  atLeast: 1000,
  figure: 'F7',
  defects: [...DEFECTS, PATTERNS],
});

describeAbuse('T1: a shared proxy whose name ends its string literal in PromQL', {
  product: (load) => load<typeof proxyCostModule>('lib/mesh/proxy-cost.ts'),
  works({ sharedProxyQueries }) {
    const asked = sharedProxyQueries([{ namespace: HARMLESS, name: HARMLESS }], 300);
    if (asked.some(({ promql }) => shapeOf(promql) === null)) throw new Error('no PromQL is asked');
  },
  attack({ sharedProxyQueries }) {
    const ask = (name: string) =>
      sharedProxyQueries([{ namespace: name, name }], 300).map(({ promql }) => promql);
    const meant = ask(HARMLESS).map(shapeOf);
    return tryEach(NAMES, (name) => breachOf(ask(name), meant, name.replaceAll('/', '%2F')));
  },
  atLeast: 300,
  figure: 'F7',
  defects: [...DEFECTS, PATTERNS],
});

describeAbuse('T1: a value that ends its string literal in PromQL', {
  product: (load) => load<typeof promqlModule>(PROMQL),
  works({ equals, selector }) {
    if (selector('m', [equals('a', 'b')]) !== 'm{a="b"}') throw new Error('no PromQL is written');
  },
  attack({ equals, differs, rate, sumBy }) {
    const ask = (text: string) =>
      sumBy(['x'], rate('m', [equals('a', text), differs('b', text)], 300));
    const meant = shapeOf(ask(HARMLESS));
    return tryEach(hostileTexts(sized(20_000, 200_000)), (text) => {
      // What is no Unicode is not sent at all, or another name would be asked about.
      if (/\p{Surrogate}/u.test(text)) return refusesToAsk(ask, text);
      return wrongIn(ask(text), meant, text);
    });
  },
  atLeast: 20_000,
  figure: 'F7',
  defects: [
    ...DEFECTS,
    edit('the refusal of half characters', PROMQL, 'LONE_SURROGATE.test(value)', 'false'),
  ],
});

function refusesToAsk(ask: (text: string) => string, text: string): string | null {
  try {
    return `asks ${ask(text)}`;
  } catch (error) {
    return error instanceof RangeError ? null : String(error);
  }
}

describeAbuse('T1: a namespace that is not the name of one', {
  product: (load) => load<typeof queriesModule>('lib/contract/queries.ts'),
  works({ namespacesParam }) {
    if (namespacesParam.parse('shop,payments-2').length !== 2) throw new Error('no name is taken');
  },
  attack: ({ namespacesParam }) =>
    tryEach([...hostileTexts(5000), '-a', 'a-', 'A', 'a.b', 'a_b', 'a'.repeat(64)], (text) => {
      const read = namespacesParam.safeParse(text);
      const bad = read.success ? read.data.filter((name) => !isNamespaceName(name)) : [];
      return bad.length === 0 ? null : `taken for the names ${JSON.stringify(bad)}`;
    }),
  atLeast: 5000,
  defects: [
    edit(
      'a grammar that holds to its end',
      COMMON,
      "?$/, 'not a namespace'",
      "?/, 'not a namespace'",
    ),
    edit('a grammar that holds from its start', COMMON, '.regex(/^[a-z0-9](', '.regex(/[a-z0-9]('),
  ],
});

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-';

/** RFC 1123 label, letter by letter. */
function isNamespaceName(name: string): boolean {
  const isGood = Array.from(name).every((letter) => LETTERS.includes(letter));
  return isGood && name.length <= 63 && !name.startsWith('-') && !name.endsWith('-');
}
