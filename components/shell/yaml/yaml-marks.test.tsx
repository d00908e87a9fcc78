import { describe, expect, it } from 'vitest';
import { marksOf, placeIn, type Remark } from '@/components/shell/yaml/yaml-marks';

const TEXT = `kind: VirtualService # what
spec:
  hosts:
    - cart
  http:
    - route:
        - weight: 90
    - route: []
`;
const SCHEMA = {
  properties: {
    kind: { type: 'string' },
    spec: {
      type: 'object',
      properties: { hosts: { type: 'array', items: { type: 'integer' } }, http: {} },
    },
  },
};
const said = (text: string, schema: typeof SCHEMA | null, remarks: readonly Remark[] = []) =>
  marksOf(text, schema, remarks).map(
    ({ from, to, source }) => `${source}: ${text.slice(from, to)}`,
  );
const remark = (pointer: string | null, line: number | null = null): Remark => ({
  ...{ pointer, line, message: 'no', severity: 'error', source: 'API server' },
});

describe('marks', () => {
  it('stand at the key or element that a pointer leads to', () => {
    const remarks = [
      remark('/spec/http/0/route/0/weight'),
      remark('/spec/http/1'),
      remark('/spec/http/0/timeout'),
      remark('/spec/nothing'),
      remark(null, 3),
    ];
    expect(said(TEXT, null, remarks)).toEqual([
      'API server: weight',
      'API server: route: []',
      'API server: route:',
      'API server: spec',
      'API server:   hosts:',
    ]);
  });

  it('tell what the schema says', () => {
    expect(said(TEXT, SCHEMA)).toEqual(['Schema: cart']);
  });

  it('tell of broken YAML alone, since nothing else can be placed', () => {
    expect(said('a: [1\nb: 2', SCHEMA, [remark('/a')])[0]).toMatch(/^YAML/);
  });

  it('can be gone to, as far as their pointer leads', () => {
    const from = (pointer: string) => TEXT.slice(placeIn(TEXT, pointer)).split('\n')[0];
    expect(from('/spec/http/0/route/0/weight')).toBe('weight: 90');
    expect(from('/spec/http/1')).toBe('route: []');
    expect(from('/spec/hosts/7/what')).toBe('hosts:');
    expect(from('')).toBe('kind: VirtualService # what');
  });

  it('of a text that is empty stand within it', () => {
    expect(marksOf('', SCHEMA, [remark('/spec')])).toMatchObject([{ from: 0, to: 0 }]);
  });
});
