import { describe, expect, it } from 'vitest';
import { CHANGES_ANNOTATION, changesOf, withChange } from '@/lib/server/changes/change-log';

const CHANGE = { at: 1_790_000_000_000, who: 'ada', what: 'changed' } as const;
const remembering = (text: string) => changesOf({ [CHANGES_ANNOTATION]: text });

describe('what an object remembers', () => {
  it('is each change, newest first, up to ten', () => {
    let object = withChange({ metadata: {} }, CHANGE, [
      { op: 'add', path: '/spec/http/0/fault', value: {} },
    ]);
    for (let i = 1; i <= 12; i += 1) object = withChange(object, { ...CHANGE, at: i }, []);
    const { annotations } = object['metadata'] as { annotations: unknown };
    expect(changesOf(annotations).map(({ at }) => at)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  it.each([
    'null',
    '{}',
    '[',
    '[{"at":1}]',
    JSON.stringify([{ ...CHANGE, at: 1e300, paths: [] }]),
    JSON.stringify([{ ...CHANGE, at: -1, paths: [] }]),
  ])('is nothing where somebody else wrote %s there', (text) => {
    expect(remembering(text)).toEqual([]);
  });
});
