import { describe, expect, it } from 'vitest';
import { millisecondsOf, readSetting, writeSetting } from '@/lib/domain/resilience/setting-text';
import type { SettingForm } from '@/lib/domain/resilience/setting';

const GO: SettingForm = { kind: 'duration', writes: 'text', minMs: 1 };
const MS: SettingForm = { kind: 'duration', writes: 'milliseconds', minMs: 0 };
const UNIT: Extract<SettingForm, { kind: 'duration' }> = {
  kind: 'duration',
  writes: 'value-and-unit',
  minMs: 0,
};
const GATEWAY: SettingForm = { ...GO, pattern: '([0-9]{1,5}(h|m|s|ms)){1,4}' };
const PERCENT: SettingForm = {
  kind: 'number',
  writes: 'number',
  whole: false,
  min: 0,
  max: 100,
  unit: '%',
  least: 0.0001,
};
const CODES: SettingForm = { kind: 'list', writes: 'numbers' };
const COMMAS: SettingForm = { kind: 'list', writes: 'commas' };
const EVENTS: SettingForm = { kind: 'list', writes: 'texts', options: ['server-error'] };

describe('a setting', () => {
  it.each([
    [GO, '1.5s', '1.5s'],
    [MS, '250ms', 250],
    [UNIT, '2s', { unit: 's', value: 2 }],
    [UNIT, '2500ms', { unit: 'ms', value: 2500 }],
    [PERCENT, '0.5', 0.5],
    [{ kind: 'flag' }, 'true', true],
    [CODES, '502, 503', [502, 503]],
    [COMMAS, '5xx,reset', '5xx,reset'],
    [EVENTS, 'server-error', ['server-error']],
  ] as const)('of the form %j is %s as text and comes back as %j', (form, text, value) => {
    expect(writeSetting(text, form)).toEqual({ ok: true, value });
    const shown = readSetting(value, form) ?? '';
    expect(writeSetting(shown, form)).toEqual({ ok: true, value });
  });

  it.each([
    [GO, '5'],
    [GO, '0s'],
    [GO, '1.0001ms'],
    [GATEWAY, '1.5s'],
    [PERCENT, '101'],
    [PERCENT, '0.00001'],
    [PERCENT, '1e2'],
    [CODES, '99'],
    [COMMAS, ' , '],
    [EVENTS, 'gateway-error'],
    [{ kind: 'choice', options: ['a'] }, 'b'],
    [{ kind: 'flag' }, 'yes'],
  ] as const)('of the form %j refuses %s', (form, text) => {
    expect(writeSetting(text, form).ok).toBe(false);
  });

  it('that is left out is null, and never a number', () => {
    expect(readSetting(undefined, PERCENT)).toBeNull();
    expect(millisecondsOf(undefined, UNIT)).toBeNull();
    expect(millisecondsOf({ unit: 's', value: 2 }, UNIT)).toBe(2000);
  });

  it('shows what it cannot read, and takes it for no value', () => {
    const shown = readSetting({ odd: 1 }, GO) ?? '';
    expect(shown).toBe('{"odd":1}');
    expect(writeSetting(shown, GO).ok).toBe(false);
  });
});
