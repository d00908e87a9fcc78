import { describe, expect, it } from 'vitest';
import { liveFile } from '@/lib/server/config/live-file';

/** A file that can be replaced, and a reader of upper-case text. */
function followed() {
  const file = { text: 'ONE', stamp: '1', gone: false, reads: 0 };
  const reports: string[] = [];
  const value = liveFile({
    name: 'SETTING',
    path: '/f',
    files: {
      read() {
        file.reads += 1;
        if (file.gone) throw new Error('ENOENT');
        return Buffer.from(file.text);
      },
      exists: () => !file.gone,
      mode: () => 0o600,
      stamp() {
        if (file.gone) throw new Error('ENOENT');
        return file.stamp;
      },
    },
    parse: (content) =>
      /[a-z]/.test(String(content)) ? 'holds small letters' : { text: String(content) },
    initial: { text: 'ONE' },
    stamp: '1',
    report: (level, message) => reports.push(`${level} ${message}`),
  });
  return { file, reports, value: () => value().text };
}

describe('a file that is followed', () => {
  it('is read again when it changes, and not otherwise', () => {
    const { file, reports, value } = followed();
    expect([value(), value(), file.reads]).toEqual(['ONE', 'ONE', 0]);
    Object.assign(file, { text: 'TWO', stamp: '2' });
    expect([value(), value(), file.reads]).toEqual(['TWO', 'TWO', 1]);
    expect(reports).toEqual(['info SETTING: read again']);
  });

  it.each([
    [{ text: 'small', stamp: '2' }, 'holds small letters'],
    [{ text: '', stamp: '2' }, 'the file is empty'],
    [{ gone: true }, 'the file cannot be read'],
  ])('keeps what it held while it is %j, and says so once', (change, why) => {
    const { file, reports, value } = followed();
    Object.assign(file, change);
    expect([value(), value()]).toEqual(['ONE', 'ONE']);
    expect(reports).toEqual([`warn SETTING: ${why}; what it held before stays in force`]);
    Object.assign(file, { gone: false, text: 'THREE', stamp: '3' });
    expect(value()).toBe('THREE');
  });
});
