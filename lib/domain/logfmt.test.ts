import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogfmt } from '@/lib/domain/logfmt';

function tagsOf(text: string) {
  const parsed = parseLogfmt(text);
  return parsed.ok ? Object.fromEntries(parsed.value) : parsed.error;
}

describe('parseLogfmt', () => {
  it.each([
    { text: '', tags: {} },
    { text: '   ', tags: {} },
    { text: 'error=true', tags: { error: 'true' } },
    { text: ' a=1   b=2 ', tags: { a: '1', b: '2' } },
    { text: 'user.name="J. Doe" code=503', tags: { 'user.name': 'J. Doe', code: '503' } },
    { text: String.raw`q="say \"hi\" \\ bye"`, tags: { q: String.raw`say "hi" \ bye` } },
    { text: 'empty= quoted=""', tags: { empty: '', quoted: '' } },
    { text: 'url=http://a/?b=c', tags: { url: 'http://a/?b=c' } },
  ])('reads $text', ({ text, tags }) => {
    expect(tagsOf(text)).toEqual(tags);
  });

  it.each([
    { text: 'error', says: '“error” is not key=value' },
    { text: 'a=1 nonsense b=2', says: '“nonsense” is not key=value' },
    { text: '=5', says: '“=5” has no key' },
    { text: 'a="open', says: 'The quotes after “a="open” do not match' },
    { text: 'a="x"y', says: 'The quotes after “a="x"y” do not match' },
    { text: 'a=1 a=2', says: '“a” comes twice' },
  ])('refuses $text', ({ text, says }) => {
    expect(tagsOf(text)).toBe(says);
  });

  it('keeps a key that an object would not', () => {
    const parsed = parseLogfmt('__proto__=x');
    expect(parsed.ok && [...parsed.value]).toEqual([['__proto__', 'x']]);
  });

  it('reads any value that stands in quotes', () => {
    const key = fc.stringMatching(/^[^\s="]+$/);
    fc.assert(
      fc.property(key, fc.string(), (name, value) => {
        const quoted = value.replaceAll(/["\\]/g, String.raw`\$&`);
        const parsed = parseLogfmt(`${name}="${quoted}"`);
        expect(parsed.ok && [...parsed.value]).toEqual([[name, value]]);
      }),
    );
  });
});
