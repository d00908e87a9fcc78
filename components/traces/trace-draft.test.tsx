import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftErrors, draftOf, searchOf, type TraceDraft } from '@/components/traces/trace-draft';
import { prettyJson } from '@/components/traces/pretty-json';
import { DEFAULT_TRACES_PAGE, type TracesPage } from '@/lib/contract/traces-url';

const ZONE = 'Europe/Berlin';

const page: TracesPage = {
  ...DEFAULT_TRACES_PAGE,
  target: { by: 'service', value: 'checkout.shop' },
  tags: 'error=true',
  range: { fromMs: 1_795_420_800_000, toMs: 1_795_424_400_000 },
};

const errorsOf = (patch: Partial<TraceDraft>) =>
  draftErrors({ ...draftOf(DEFAULT_TRACES_PAGE, ZONE), service: 'a', ...patch }, true);

describe('the draft of a search', () => {
  it('asks for the page that it was made from', () => {
    expect({ ...page, ...searchOf(draftOf(page, ZONE), page) }).toEqual(page);
  });

  it('shows and reads moments by the clock of the chosen zone', () => {
    const draft = draftOf(page, 'Asia/Kolkata');
    expect(draft.from).toBe('2026-11-23T13:30:00');
    expect(searchOf(draft, page).range).toEqual(page.range);
    expect(draftOf(page, 'UTC').from).toBe('2026-11-23T08:00:00');
  });

  it('keeps an edge as the target', () => {
    const target = { by: 'edge' as const, value: 'a' };
    expect(searchOf(draftOf(page, ZONE), { ...page, target }).target).toEqual(target);
  });

  it('keeps the limit within what the API takes', () => {
    const limits = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(limits, (limit) => {
        const asked = searchOf({ ...draftOf(page, ZONE), limit }, page).limit;
        expect(Number.isInteger(asked) && Number(asked) >= 1 && Number(asked) <= 1000).toBe(true);
      }),
    );
  });

  it.each([
    { patch: {}, errors: {}, because: 'a service is enough' },
    { patch: { service: ' ' }, errors: { service: 'Choose a service' }, because: 'there is none' },
    {
      patch: { minDuration: '5' },
      errors: { minDuration: 'Write it as 100ms or 1.2s' },
      because: 'a duration has no unit',
    },
    {
      patch: { minDuration: '2s', maxDuration: '1s' },
      errors: { maxDuration: 'Less than the shortest' },
      because: 'the durations are the wrong way round',
    },
    {
      patch: { lookback: 'custom' as const, from: '2026-11-23T07:00', to: '2026-11-23T06:00' },
      errors: { range: 'Choose a start and a later end' },
      because: 'the end is before the start',
    },
    {
      patch: { lookback: 'custom' as const },
      errors: { range: 'Choose a start and a later end' },
      because: 'no time is given',
    },
  ])('has errors $errors: $because', ({ patch, errors }) => {
    expect(errorsOf(patch)).toEqual(errors);
  });

  it('needs no service for an edge or a node', () => {
    expect(draftErrors(draftOf(DEFAULT_TRACES_PAGE, ZONE), false)).toEqual({});
  });
});

describe('prettyJson', () => {
  it.each([
    { text: '{"a":1}', pretty: '{\n  "a": 1\n}' },
    { text: ' [1,2]', pretty: '[\n  1,\n  2\n]' },
    { text: 'plain', pretty: null },
    { text: '5', pretty: null },
    { text: '{broken', pretty: null },
  ])('makes $pretty of $text', ({ text, pretty }) => {
    expect(prettyJson(text)).toBe(pretty);
  });

  it('leaves a very long text as it is', () => {
    expect(prettyJson(`[${'1,'.repeat(60_000)}1]`)).toBeNull();
  });
});
