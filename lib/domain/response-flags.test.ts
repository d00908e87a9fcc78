import { describe, expect, it } from 'vitest';
import { explainFlags } from '@/lib/domain/response-flags';

describe('explainFlags', () => {
  it('says in words what each of several flags means', () => {
    expect(explainFlags('UF,URX')).toEqual([
      { flag: 'UF', meaning: 'the connection to the upstream failed' },
      { flag: 'URX', meaning: 'retries or connection attempts were used up' },
    ]);
  });

  it('keeps a flag that it does not know, without a meaning', () => {
    expect(explainFlags('ZZ')).toEqual([{ flag: 'ZZ', meaning: null }]);
  });

  it.each([undefined, '', '-', ' , '])('finds none in %j', (flags) => {
    expect(explainFlags(flags)).toEqual([]);
  });
});
