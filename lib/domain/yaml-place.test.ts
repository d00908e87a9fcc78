import { describe, expect, it } from 'vitest';
import { yamlPlaceAt } from '@/lib/domain/yaml-place';

const TEXT = `apiVersion: networking.istio.io/v1
metadata:
  labels:
    "app": cart # whose
  name: cart
spec:
  hosts:
  - cart
  http:
    - name: first
      # canaries
      match:
        - headers:
            canary:
              exact: "true"

          uri:
            prefix: /
      route:
        - destination:
            host: cart
          weight: 90
        - 
          wei
`.split('\n');

const placeOf = (start: string) =>
  yamlPlaceAt(
    TEXT,
    TEXT.findIndex((line) => line.trimStart().startsWith(start)),
  );

describe('the place of a line', () => {
  it.each([
    ['apiVersion', [], 'apiVersion'],
    ['metadata', [], 'metadata'],
    ['"app"', ['metadata', 'labels'], 'app'],
    ['name: cart', ['metadata'], 'name'],
    ['- cart', ['spec', 'hosts', '*'], null],
    ['http', ['spec'], 'http'],
    ['- name: first', ['spec', 'http', '*'], 'name'],
    ['match', ['spec', 'http', '*'], 'match'],
    ['- headers', ['spec', 'http', '*', 'match', '*'], 'headers'],
    ['exact', ['spec', 'http', '*', 'match', '*', 'headers', 'canary'], 'exact'],
    ['uri', ['spec', 'http', '*', 'match', '*'], 'uri'],
    ['prefix', ['spec', 'http', '*', 'match', '*', 'uri'], 'prefix'],
    ['host: cart', ['spec', 'http', '*', 'route', '*', 'destination'], 'host'],
    ['weight: 90', ['spec', 'http', '*', 'route', '*'], 'weight'],
    ['wei', ['spec', 'http', '*', 'route', '*'], 'weight'],
  ])('%s is told by its indentation', (start, parents, key) => {
    expect(placeOf(start)).toMatchObject({ parents, key });
  });

  it('of a key that is still being written is that of its neighbours', () => {
    expect(
      yamlPlaceAt(
        TEXT,
        TEXT.findIndex((line) => line === '          wei'),
      ),
    ).toEqual({
      parents: ['spec', 'http', '*', 'route', '*'],
      key: null,
      indent: 10,
    });
  });

  it('of a line beyond the text is none', () => {
    expect(yamlPlaceAt([], 3)).toEqual({ parents: [], key: null, indent: 0 });
  });
});
