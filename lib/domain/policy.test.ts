import { describe, expect, it } from 'vitest';
import {
  agreed,
  outcomeOf,
  type ClientTlsMode,
  type Decision,
  type TlsMode,
  type TlsOutcome,
} from '@/lib/domain/policy';

const ROWS: readonly (readonly [ClientTlsMode, TlsMode, boolean, TlsOutcome])[] = [
  ['automatic', 'strict', true, 'mtls'],
  ['automatic', 'permissive', true, 'mtls'],
  ['automatic', 'permissive', false, 'tls'],
  ['automatic', 'disabled', true, 'plaintext'],
  ['plaintext', 'strict', true, 'broken'],
  ['plaintext', 'permissive', true, 'plaintext'],
  ['plaintext', 'disabled', true, 'plaintext'],
  ['mutual', 'strict', true, 'mtls'],
  ['mutual', 'disabled', true, 'broken'],
  ['simple', 'strict', true, 'broken'],
  ['simple', 'strict', false, 'tls'],
  ['simple', 'disabled', false, 'broken'],
  ['unknown', 'strict', true, 'unknown'],
  ['automatic', 'unknown', true, 'unknown'],
  ['plaintext', 'not-applicable', true, 'plaintext'],
];

describe('what becomes of a call', () => {
  it.each(ROWS)('that a client makes %s to a server that is %s', (client, mode, isMutual, out) => {
    expect(outcomeOf({ mode, isMutual }, client)).toBe(out);
  });
});

const decision = (verdict: Decision['verdict']): Decision => ({
  ...{ verdict, object: null, path: '', because: verdict },
});

describe('several decisions', () => {
  it('are one where they are the same', () => {
    expect(agreed([decision('denied'), decision('denied')], 'why').verdict).toBe('denied');
  });

  it('are not known where they differ, or where there is none', () => {
    const mixed = agreed([decision('denied'), decision('allowed')], 'why');
    expect(mixed).toEqual({ verdict: 'unknown', object: null, path: '', because: 'why' });
    expect(agreed([], 'why').verdict).toBe('unknown');
  });
});
