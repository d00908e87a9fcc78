import { describe, expect, it } from 'vitest';
import { readFilter } from '@/lib/mesh/consul/filter';

const V2 = { meta: { version: 'v2', 'k8s-tier': 'gold' }, tags: ['canary', 'eu'] };

describe('a filter', () => {
  it.each([
    ['', true],
    ['Service.Meta.version == v2', true],
    ['Service.Meta.version == "v2"', true],
    ['Service.Meta.version == `v2`', true],
    ['Service.Meta.version==v2', true],
    ['Service.Meta["version"] == v2', true],
    ['Service.Meta["k8s-tier"] == gold', true],
    ['"/Service/Meta/version" == v2', true],
    ['Service.Meta.version == v1', false],
    ['Service.Meta.version != v1', true],
    ['Service.Meta.version != v2', false],
    ['Service.Meta.absent == v2', false],
    ['Service.Meta.absent != v2', true],
    ['not Service.Meta.version == v1', true],
    ['Service.Meta.version == v1 or Service.Meta.version == v2', true],
    ['Service.Meta.version == v2 and "canary" in Service.Tags', true],
    ['Service.Meta.version == v2 and "old" in Service.Tags', false],
    ['"old" not in Service.Tags', true],
    ['canary in Service.Tags', true],
    ['Service.Tags contains eu', true],
    ['Service.Tags not contains eu', false],
    ['Service.Tags is empty', false],
    ['Service.Tags is not empty', true],
    ['Service.Meta.absent is empty', true],
    ['Service.Meta contains version', true],
    ['Service.Meta.version contains "2"', true],
    [
      '(Service.Meta.version == v1 or Service.Meta.version == v2) and not "old" in Service.Tags',
      true,
    ],
    ['Service.Meta.version == v1 and Service.Meta.version == v2 or eu in Service.Tags', true],
  ])('%s is %s', (expression, expected) => {
    expect(readFilter(expression)?.(V2)).toBe(expected);
  });

  it.each([
    ['Node.Meta.rack == a', null],
    ['Service.Port == 80', null],
    ['Service.Meta.version matches "v[0-9]+"', null],
    ['Service.Meta.version == v2 and Node.Meta.rack == a', null],
    ['Service.Meta.version == v1 and Node.Meta.rack == a', false],
    ['Service.Meta.version == v2 or Node.Meta.rack == a', true],
    ['not Node.Meta.rack == a', null],
  ])('%s is %s, since Kubernetes does not know all of it', (expression, expected) => {
    expect(readFilter(expression)?.(V2)).toBe(expected);
  });

  it.each([
    'Service.Meta.version =',
    'Service.Meta.version',
    '== v2',
    'Service.Meta.version == v2 and',
    '(Service.Meta.version == v2',
    'Service.Meta.version == v2)',
    'Service.Meta.version is full',
    '"unterminated',
    'not',
    'any Service.Tags as t { t == eu }',
  ])('%s is none', (expression) => {
    expect(readFilter(expression)).toBeNull();
  });
});
