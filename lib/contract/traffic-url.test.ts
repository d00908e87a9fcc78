import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trafficCodec } from '@/lib/contract/traffic-url';

describe('trafficCodec', () => {
  it('reads what it writes', () => {
    const text = fc.option(fc.string({ minLength: 1, maxLength: 50 }));
    const page = fc.record({ split: text, host: text, search: fc.string({ maxLength: 50 }) });
    fc.assert(
      fc.property(page, (state) => {
        const query = trafficCodec.write(state).toString();
        expect(trafficCodec.read(new URLSearchParams(query))).toEqual(state);
      }),
    );
  });

  it('leaves defaults out', () => {
    expect(trafficCodec.write({ split: null, host: null, search: '' }).toString()).toBe('');
  });

  it('opens whatever a link holds', () => {
    const params = new URLSearchParams({ split: 'x'.repeat(10_000), host: '', q: '<b>' });
    expect(trafficCodec.read(params)).toEqual({ split: null, host: null, search: '<b>' });
  });
});
