import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import { editYaml, readYaml } from '@/lib/domain/yaml-edit';

const TEXT = `# who reads this
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: cart # the cart
  annotations:
    team.example/owner: "shop"
spec:
  hosts: [ cart ]
  http:
    # canary
    - name: canary
      timeout: 2s # of the whole request
      route:
        - destination: { host: cart }
      unknown: { kept: true }
    - name: rest
`;

const edited = (...edits: Parameters<typeof editYaml>[1]) => {
  const result = editYaml(TEXT, edits);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('editYaml', () => {
  it('sets a value and leaves comments, quotes and unknown fields as they are', () => {
    const text = edited({ op: 'set', path: '/spec/http/0/timeout', value: '5s' });
    expect(text).toBe(TEXT.replace('timeout: 2s', 'timeout: 5s'));
  });

  it('makes the maps on the way to a value', () => {
    const text = edited({ op: 'set', path: '/spec/http/1/retries/attempts', value: 3 });
    expect(text).toBe(`${TEXT}      retries:\n        attempts: 3\n`);
  });

  it('reads the escapes of a pointer', () => {
    const path = pointerOf('metadata', 'annotations', 'team.example/owner');
    expect(edited({ op: 'set', path, value: 'pay' })).toContain('team.example/owner: "pay"');
  });

  it('gives a default only where nothing stands', () => {
    const path = '/spec/http/0/timeout';
    expect(edited({ op: 'default', path, value: '9s' })).toBe(TEXT);
  });

  it('takes a value out with the maps that this empties, but not beyond what is kept', () => {
    const path = '/spec/http/0/fault/delay/fixedDelay';
    const faulty = edited({ op: 'set', path, value: '1s' });
    const again = editYaml(faulty, [{ op: 'remove', path, keep: '/spec/http/0' }]);
    expect(again).toEqual({ ok: true, value: TEXT });
  });

  it('moves a rule with its comment', () => {
    const text = edited({ op: 'move', list: '/spec/http', from: 0, to: 1 });
    expect(text.indexOf('name: rest')).toBeLessThan(text.indexOf('# canary'));
    expect(text).toContain('# of the whole request');
  });

  it('puts a rule in where there is no list yet', () => {
    const result = editYaml('spec: {}\n', [
      { op: 'insert', list: '/spec/http', index: 0, value: { name: 'new' } },
    ]);
    expect(result.ok && readYaml(result.value)).toEqual({
      ok: true,
      value: { spec: { http: [{ name: 'new' }] } },
    });
  });

  it.each([
    ['a broken document', 'a: [1', '/a'],
    ['a text where a map should be', 'spec: text\n', '/spec/http'],
  ])('refuses %s', (_, text, path) => {
    expect(editYaml(text, [{ op: 'set', path: `${path}/x`, value: 1 }]).ok).toBe(false);
  });

  it('changes nothing but what it is told, whatever else there is', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/);
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('on', '1e3', '', ' text ', 'a: b', '# no comment', '0x1f', 'null'),
        fc.integer(),
        fc.boolean(),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 4 }), fc.string(), (others, value) => {
        const before = { ...others, part: { here: 'x', beside: others } };
        const text = `# first\n${stringify(before, { aliasDuplicateObjects: false })}# last\n`;
        const result = editYaml(text, [{ op: 'set', path: '/part/here', value }]);
        if (!result.ok) throw new Error(result.error);
        const after = readYaml(result.value);
        expect(after.ok && after.value).toEqual({
          ...before,
          part: { ...before.part, here: value },
        });
        expect(result.value.startsWith('# first\n')).toBe(true);
        expect(result.value).toContain('# last');
      }),
    );
  });
});

describe('valueAt', () => {
  it('sees no names that objects inherit', () => {
    expect(valueAt({}, '/constructor')).toBeUndefined();
    expect(valueAt({ a: [1, 2] }, '/a/1')).toBe(2);
    expect(valueAt({ a: [1, 2] }, '/a/length')).toBeUndefined();
  });
});
