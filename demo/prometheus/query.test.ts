import { describe, expect, it } from 'vitest';
import { check } from './check-queries';
import { HAND_MADE } from './hand-made';
import { answerRange } from './query';
import { QueryError } from './query-error';

describe('selecting', () => {
  check([
    { query: 'level', gives: { 'level{}': 2 }, because: 'the last sample counts' },
    { query: 'level', at: 359, gives: { 'level{}': 2 }, because: 'it counts for five minutes' },
    { query: 'level', at: 360, gives: {}, because: 'the lookback is open at its start' },
    { query: 'level offset 20s', gives: { 'level{}': 4 }, because: 'an offset looks back' },
    { query: 'level offset -30s', at: 0, gives: { 'level{}': 1 }, because: 'or ahead' },
    { query: 'level @ 20', gives: { 'level{}': 8 }, because: '@ fixes the moment' },
    {
      query: 'level @ 20 offset 10s',
      gives: { 'level{}': 3 },
      because: 'the offset is from there',
    },
    {
      query: 'level[20s]',
      gives: { 'level{}': [4, 2] },
      because: 'ranges are open at their start',
    },
    {
      query: 'requests{app="api"}',
      gives: { 'requests{app="api", code="200"}': 120 },
      because: '=',
    },
    {
      query: 'requests{app!="api",code!~"2.."}',
      gives: { 'requests{app="web", code="500"}': 6 },
      because: 'several matchers all hold',
    },
    { query: 'requests{code=~"50"}', gives: {}, because: 'patterns match the whole value' },
    {
      query: 'owner{nope=""}',
      gives: { 'owner{app="web", team="blue"}': 1, 'owner{app="api", team="red"}': 1 },
      because: 'no label is an empty label',
    },
    {
      query: 'owner{constructor=""} and on() vector(0)',
      gives: {
        'owner{app="web", team="blue"}': 1,
        'owner{app="api", team="red"}': 1,
      },
      because: 'labels are not properties of objects',
    },
    { query: '{__name__=~"le.el"}', gives: { 'level{}': 2 }, because: 'the name is a label' },
    { query: 'nope', gives: {}, because: 'nothing is an empty answer' },
  ]);
});

describe('rates', () => {
  check([
    {
      query: 'rate(requests{code="500"}[1m])',
      gives: { '{app="web", code="500"}': 0.1 },
      because: '5 in 50 s, extrapolated by the 10 s before the first sample',
    },
    {
      query: 'increase(restarted[41s])',
      at: 40,
      gives: { '{}': 35 },
      because: 'a fall from 20 to 5 is a restart, and a counter that begins at 0 began there',
    },
    {
      query: 'delta(level[1m])',
      gives: { '{}': -1.2 },
      because: 'from 3 to 2 in 50 s, extrapolated to 60 s',
    },
    {
      query: 'increase(gappy[1m])',
      at: 50,
      gives: { '{}': 6 },
      because: '5 in 50 s; at that pace it was 0 ten seconds before the first sample',
    },
    {
      query: 'irate(restarted[40s])',
      at: 30,
      gives: { '{}': 0.5 },
      because: '5 since the restart',
    },
    { query: 'idelta(level[40s])', gives: { '{}': -2 }, because: 'from 4 to 2' },
    { query: 'rate(level[10s])', gives: {}, because: 'one sample has no rate' },
    { query: 'resets(restarted[1m])', at: 40, gives: { '{}': 1 }, because: 'it fell once' },
    { query: 'changes(level[1m])', gives: { '{}': 4 }, because: '3, 8, 1, 4, 4, 2' },
    {
      query: 'deriv(requests{code="500"}[1m])',
      gives: { '{app="web", code="500"}': 0.1 },
      because: 'the slope',
    },
    {
      query: 'predict_linear(requests{code="500"}[1m], 40)',
      gives: { '{app="web", code="500"}': 10 },
      because: 'the line goes on',
    },
  ]);
});

describe('functions over time', () => {
  check([
    { query: 'sum_over_time(level[30s])', gives: { '{}': 10 }, because: '4 + 4 + 2' },
    { query: 'avg_over_time(level[20s])', gives: { '{}': 3 }, because: '(4 + 2) / 2' },
    { query: 'min_over_time(level[1m])', gives: { '{}': 1 }, because: 'the least' },
    { query: 'max_over_time(level[1m])', gives: { '{}': 8 }, because: 'the most' },
    { query: 'count_over_time(gappy[1m])', gives: { '{}': 2 }, because: 'gaps do not count' },
    { query: 'quantile_over_time(0.5, level[1m])', gives: { '{}': 3.5 }, because: '1 2 3 4 4 8' },
    { query: 'stdvar_over_time(level[20s])', gives: { '{}': 1 }, because: '4 and 2' },
    { query: 'last_over_time(level[1m])', gives: { 'level{}': 2 }, because: 'it keeps the name' },
    { query: 'present_over_time(level[1m])', gives: { '{}': 1 }, because: 'there is something' },
    { query: 'absent_over_time(nope{a="b"}[1m])', gives: { '{a="b"}': 1 }, because: 'nothing' },
    {
      query: 'sum_over_time(vector(1)[30s:10s])',
      gives: { '{}': 3 },
      because: 'a subquery is open at its start, too',
    },
    { query: 'max_over_time(level[40s:20s])', gives: { '{}': 4 }, because: 'at 40 and 60' },
  ]);
});

describe('range queries', () => {
  it('evaluate at each step, and leave out series where they have no value', () => {
    const answer = answerRange(HAND_MADE, 'gappy > 2', { start: 0, end: 50_000, step: 25_000 });
    expect(answer).toEqual([
      {
        metric: { name: 'gappy', labels: {} },
        times: [25_000, 50_000],
        values: [3, 6],
      },
    ]);
  });

  it('give scalars as one series', () => {
    const answer = answerRange(HAND_MADE, 'time() * 2', { start: 0, end: 20_000, step: 10_000 });
    expect(answer).toEqual([
      { metric: { name: '', labels: {} }, times: [0, 10_000, 20_000], values: [0, 20, 40] },
    ]);
  });

  it('know their start and end', () => {
    const range = { start: 0, end: 60_000, step: 60_000 };
    expect(answerRange(HAND_MADE, 'level @ end() - level @ start()', range)[0]?.values).toEqual([
      -3, -3,
    ]);
  });

  it('sort the answer by labels', () => {
    const answer = answerRange(HAND_MADE, 'requests', { start: 0, end: 0, step: 1 });
    expect(answer.map(({ metric }) => metric.labels)).toEqual([
      { app: 'api', code: '200' },
      { app: 'web', code: '200' },
      { app: 'web', code: '500' },
    ]);
  });

  it('refuse range vectors and texts', () => {
    const range = { start: 0, end: 60_000, step: 60_000 };
    expect(() => answerRange(HAND_MADE, 'level[1m]', range)).toThrow(QueryError);
    expect(() => answerRange(HAND_MADE, '"text"', range)).toThrow(/string/);
  });
});
