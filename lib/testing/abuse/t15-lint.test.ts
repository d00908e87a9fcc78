import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';

const NAME = 'no-restricted-syntax';
const CONFIG = '../../../eslint.config.mjs';
const blocks = z.array(
  z.looseObject({ rules: z.looseObject({ [NAME]: z.array(z.unknown()).optional() }).optional() }),
);

/** The rule as the project has it for sources. */
async function ruleOfTheProject(): Promise<unknown[]> {
  const { default: config } = await vi.importActual<{ default: unknown }>(CONFIG);
  const rules = blocks.parse(config).map(({ rules }) => rules?.[NAME]);
  return z.array(z.unknown()).parse(rules.find((rule) => rule !== undefined));
}

/** What lint says of a source. */
function verdictsOn(code: string, rule: unknown[]): readonly string[] {
  const linter = new Linter();
  const languageOptions = {
    parser: tseslint.parser,
    parserOptions: { ecmaFeatures: { jsx: true } },
  };
  const [severity, ...options] = rule;
  const rules = { [NAME]: [severity === 'error' ? 2 : 0, ...options] as Linter.RuleEntry };
  return linter
    .verify(code, { files: ['**/*.tsx'], languageOptions, rules }, 'x.tsx')
    .map(({ message }) => message);
}

/** Every way to make elements of text that this project could fall into. */
const SINKS = [
  'export const A = () => <p dangerouslySetInnerHTML={{ __html: text }} />;',
  'element.innerHTML = text;',
  'element.outerHTML = text;',
  'element["innerHTML"] = text;',
  "element.insertAdjacentHTML('beforeend', text);",
  'd3.select(element).html(text);',
  'selection.html((d) => d.name);',
  'document.write(text);',
  'document.writeln(text);',
  'range.createContextualFragment(text);',
  "new DOMParser().parseFromString(text, 'text/html');",
  'element.setHTMLUnsafe(text);',
  'frame.srcdoc = text;',
];

describe('T15: lint, where text would become elements', () => {
  it.each(SINKS)('refuses %s', async (code) => {
    expect(verdictsOn(code, await ruleOfTheProject())).toEqual([
      'Text from telemetry is shown as text.',
    ]);
  });

  it.each(SINKS)('would not, without the rule, refuse %s', (code) => {
    expect(verdictsOn(code, ['off'])).toEqual([]);
  });

  it('lets text be text', async () => {
    const code = 'element.textContent = text; export const A = () => <p>{text}</p>;';
    expect(verdictsOn(code, await ruleOfTheProject())).toEqual([]);
  });
});
