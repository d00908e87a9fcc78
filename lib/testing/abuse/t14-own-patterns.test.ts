import { createRequire } from 'node:module';
import { checkSync } from 'recheck';
import { describe, expect, it, vi } from 'vitest';
import { edited } from '@/lib/testing/abuse/planted-sources.mjs';
import { patternsIn, shippedSources, sourceOf, type OwnPattern } from '@/lib/testing/own-patterns';

/** Names of Node’s platforms as the checker has them. */
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'macos' };

/** The checker is a program of its own; where there is none for this machine, it runs in Node and takes a while. */
vi.stubEnv('RECHECK_BACKEND', isProgram(PLATFORMS[process.platform]) ? 'native' : 'pure');

function isProgram(platform = 'none'): boolean {
  try {
    createRequire(import.meta.url).resolve(`recheck-${platform}-${process.arch}/package.json`);
    return true;
  } catch {
    return false;
  }
}

const TAKES_LONG = { timeout: 300_000 };

/**
 * What a hostile text does to a pattern that takes more time than in proportion to it; null when none does.
 * Nothing is timed: the checker reads the automaton of the pattern, and looks for ways through it that multiply.
 */
function weaknessOf({ file, source, flags }: OwnPattern): string | null {
  const found = checkSync(source, flags);
  if (found.status === 'safe') return null;
  const words =
    found.status === 'vulnerable'
      ? `${found.complexity.summary}: ${found.attack.pattern}`
      : found.error.kind;
  return `${file}: /${source}/${flags} is ${found.status}: ${words}`;
}

const ALL = shippedSources().map((file) => patternsIn(file, sourceOf(file)));

function distinct(patterns: readonly OwnPattern[]): readonly OwnPattern[] {
  return [...new Map(patterns.map((each) => [`/${each.source}/${each.flags}`, each])).values()];
}

/** Calls that look like it and compile nothing of a person’s, and what their patterns are. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  'lib/client/traces.ts: tracesKeys.search(search)': [],
  'lib/domain/resilience/setting-text.ts: new RegExp(`^(?:${form.pattern})$`)': [
    '^(?:([0-9]{1,5}(h|m|s|ms)){1,4})$',
    '^(?:[0-9]+(ms|s|m|h))$',
  ],
  'lib/mesh/app-mesh/names.ts: new RegExp(`^cds_${direction}_(.+)_(http|http2|grpc|tcp)_\\\\d+$`)':
    [
      '^cds_egress_(.+)_(http|http2|grpc|tcp)_\\d+$',
      '^cds_ingress_(.+)_(http|http2|grpc|tcp)_\\d+$',
    ],
};

describe('T14: a text that a regular expression of ours never comes to an end with', () => {
  it('does not exist', TAKES_LONG, () => {
    const spelled = distinct(ALL.flatMap((file) => file.spelled));
    const made = Object.entries(MADE).flatMap(([file, sources]) =>
      sources.map((source) => ({ file, source, flags: '' })),
    );
    expect([...spelled, ...made].flatMap((each) => weaknessOf(each) ?? [])).toEqual([]);
    expect(spelled.length).toBeGreaterThan(130);
  });

  it('is not to be feared of patterns that people write: none is compiled', () => {
    expect(ALL.flatMap(({ made }) => made).toSorted()).toEqual(Object.keys(MADE).toSorted());
  });

  it('has the patterns of forms that are judged here', () => {
    const forms = [
      'lib/mesh/routes/resilience.ts',
      'lib/mesh/linkerd/resilience/service-annotations.ts',
    ];
    const patterns = shippedSources().filter((file) => /\bpattern: '/.test(sourceOf(file)));
    expect(patterns.toSorted()).toEqual(forms.toSorted());
    for (const text of MADE[
      'lib/domain/resilience/setting-text.ts: new RegExp(`^(?:${form.pattern})$`)'
    ] ?? []) {
      const inner = text.slice('^(?:'.length, -')$'.length);
      expect(forms.some((file) => sourceOf(file).includes(`pattern: '${inner}'`))).toBe(true);
    }
  });
});

/** A pattern of ours as somebody may well have written it, and did. */
const WEAK: readonly (readonly [string, string, string])[] = [
  ['lib/domain/field-path.ts', String.raw`\[([^[\]]*)\]|`, String.raw`\[([^\]]*)\]|`],
  ['lib/domain/yaml-place.ts', String.raw`(?:[^:#]*[^\s:#])?)\s*:`, String.raw`[^:#]*?)\s*:`],
  ['lib/domain/yaml-place.ts', String.raw`(?:\s+(\S.*)?)?$`, String.raw`(?:\s+(.*))?$`],
  ['lib/domain/routing/request-match.ts', String.raw`(?<!\/)\/+$`, String.raw`\/+$`],
  ['lib/mesh/detection.ts', String.raw`\d+\.\d[^:/]*?`, String.raw`\d+\.\d+[^:/]*?`],
  ['lib/mesh/linkerd/quantities.ts', String.raw`\d+(?:\.\d*)?`, String.raw`\d+\.?\d*`],
  ['lib/mesh/routes/checks/timeouts.ts', '([0-9]{1,5})(ms', '([0-9]+)(ms'],
  ['lib/server/config/values.ts', String.raw`^([^/]*\/\/)?.*@`, String.raw`^(.*?\/\/)?.*@`],
  ['lib/server/log.ts', String.raw`{8,}(?:\.[\w-]*)*`, String.raw`{8,}\.[\w-]+\.?[\w-]*`],
  ['lib/upstream/kubernetes/status.ts', '/test(ing value)? /', '/test(ing value)? .*failed/'],
  [
    'lib/upstream/prometheus/sample.ts',
    String.raw`[0-9]+(\.[0-9]*)?|`,
    String.raw`[0-9]+\.?[0-9]*|`,
  ],
];

describe('T14: such a text', () => {
  it.each(WEAK)('is seen in %s with %s written as %s', TAKES_LONG, (file, find, replace) => {
    const before = sourceOf(file);
    const known = new Set(patternsIn(file, before).spelled.map(({ source }) => source));
    const planted = patternsIn(file, edited(before, file, [{ file, find, replace }]));
    const changed = planted.spelled.filter(({ source }) => !known.has(source));
    expect(changed).toHaveLength(1);
    expect(changed.map(weaknessOf)).not.toContain(null);
  });

  it.each([
    'new RegExp(typed)',
    'RegExp(`^${typed}`)',
    'globalThis.RegExp(typed)',
    'text.match(typed)',
    "text.search('a+' + typed)",
    'text.matchAll(url.searchParams.get("q"))',
  ])('is seen to be possible with %s', (code) => {
    expect(patternsIn('x.ts', `const found = ${code};`).made).toEqual([`x.ts: ${code}`]);
  });
});
