import { describe, expect, it } from 'vitest';
import { check } from './check-queries';
import { HAND_MADE } from './hand-made';
import { ask } from './kept-store';

describe('aggregation', () => {
  check([
    { query: 'sum(requests)', gives: { '{}': 186 }, because: '60 + 6 + 120' },
    {
      query: 'sum by (app) (requests)',
      gives: { '{app="web"}': 66, '{app="api"}': 120 },
      because: 'by keeps',
    },
    {
      query: 'sum without (code) (requests)',
      gives: { '{app="web"}': 66, '{app="api"}': 120 },
      because: 'without drops, and drops the name',
    },
    { query: 'avg(requests)', gives: { '{}': 62 }, because: '186 / 3' },
    { query: 'count by (nope) (requests)', gives: { '{}': 3 }, because: 'no label groups all' },
    { query: 'count by (__name__) (requests)', gives: { 'requests{}': 3 }, because: 'as a label' },
    { query: 'max(odd)', gives: { '{}': 7 }, because: 'a number wins over NaN' },
    { query: 'sum(odd)', gives: { '{}': NaN }, because: 'NaN stays' },
    { query: 'quantile(0.5, requests)', gives: { '{}': 60 }, because: 'the middle of 6, 60, 120' },
    { query: 'stdvar(owner)', gives: { '{}': 0 }, because: 'all alike' },
    { query: 'group(requests)', gives: { '{}': 1 }, because: 'always 1' },
    {
      query: 'topk(1, requests)',
      gives: { 'requests{app="api", code="200"}': 120 },
      because: 'it keeps the series as it is',
    },
    { query: 'topk(1, odd)', gives: { 'odd{kind="seven"}': 7 }, because: 'NaN comes last' },
    { query: 'bottomk(1, odd)', gives: { 'odd{kind="seven"}': 7 }, because: 'here as well' },
    { query: 'topk(0, odd)', gives: {}, because: 'none wanted' },
    { query: 'count_values("v", owner)', gives: { '{v="1"}': 2 }, because: 'two ones' },
  ]);
});

describe('binary operators', () => {
  check([
    { query: '-2 ^ 2', gives: -4, because: 'a power binds tighter than a sign' },
    { query: '2 ^ 3 ^ 2', gives: 512, because: 'powers group to the right' },
    { query: '-5 % 3', gives: -2, because: 'the sign of the dividend' },
    { query: '1 / 0', gives: Infinity, because: 'no error' },
    { query: '2 > bool 1', gives: 1, because: 'scalars need bool' },
    { query: 'level * 2', gives: { '{}': 4 }, because: 'the name goes' },
    { query: 'level > 1', gives: { 'level{}': 2 }, because: 'a filter keeps all' },
    { query: '3 > level', gives: { 'level{}': 2 }, because: 'it keeps the value of the vector' },
    { query: 'level > bool 5', gives: { '{}': 0 }, because: 'bool drops the name' },
    {
      query: 'requests * on (app) group_left (team) owner',
      gives: {
        '{app="web", code="200", team="blue"}': 60,
        '{app="web", code="500", team="blue"}': 6,
        '{app="api", code="200", team="red"}': 120,
      },
      because: 'the one side lends its label',
    },
    {
      query: 'requests{code="500"} / ignoring (code) requests{code="200"}',
      gives: { '{app="web"}': 0.1 },
      because: 'one to one, what is ignored goes',
    },
    {
      query: 'requests and on (app) owner{team="red"}',
      gives: { 'requests{app="api", code="200"}': 120 },
      because: 'and keeps the left',
    },
    {
      query: 'requests unless on (app) owner{team="red"}',
      gives: { 'requests{app="web", code="200"}': 60, 'requests{app="web", code="500"}': 6 },
      because: 'unless is the rest',
    },
    {
      query: 'requests{app="api"} or on (app) owner',
      gives: { 'requests{app="api", code="200"}': 120, 'owner{app="web", team="blue"}': 1 },
      because: 'or adds what has no match',
    },
    { query: 'level == level', gives: { 'level{}': 2 }, because: 'a filter keeps the name' },
    { query: 'odd == odd', gives: { 'odd{kind="seven"}': 7 }, because: 'NaN equals nothing' },
  ]);
});

describe('histogram_quantile', () => {
  check([
    { query: 'histogram_quantile(0.5, size_bucket)', gives: { '{}': 0.1 }, because: 'rank 5 of 5' },
    {
      query: 'histogram_quantile(0.65, size_bucket)',
      gives: { '{}': 0.55 },
      because: 'rank 6.5 lies half way between 0.1 and 1',
    },
    {
      query: 'histogram_quantile(0.9, size_bucket)',
      gives: { '{}': 1 },
      because: 'the last bound',
    },
    { query: 'histogram_quantile(2, size_bucket)', gives: { '{}': Infinity }, because: 'above 1' },
    {
      query: 'histogram_quantile(-1, size_bucket)',
      gives: { '{}': -Infinity },
      because: 'below 0',
    },
    {
      query: 'histogram_quantile(0.5, fallen_bucket)',
      gives: { '{}': 4 / 6 },
      because: 'a count that falls is raised to the one before',
    },
    {
      query: 'histogram_quantile(0.5, endless_bucket)',
      gives: { '{}': NaN },
      because: 'there is no infinite bucket',
    },
    { query: 'histogram_quantile(0.5, empty_bucket)', gives: { '{}': NaN }, because: 'no data' },
    { query: 'histogram_quantile(0.5, level)', gives: {}, because: 'no buckets' },
  ]);
});

describe('other functions', () => {
  check([
    {
      query: 'label_replace(owner{app="web"}, "app", "$1-$2", "app", "(w)(.*)")',
      gives: { 'owner{app="w-eb", team="blue"}': 1 },
      because: 'captures are filled in',
    },
    {
      query: 'label_replace(owner{app="web"}, "team", "", "app", ".*")',
      gives: { 'owner{app="web"}': 1 },
      because: 'an empty label is none',
    },
    {
      query: 'label_join(owner{app="web"}, "both", "/", "app", "team")',
      gives: { 'owner{app="web", both="web/blue", team="blue"}': 1 },
      because: 'values are joined',
    },
    { query: 'absent(nope{a="b", c=~"d"})', gives: { '{a="b"}': 1 }, because: 'what is equal' },
    { query: 'absent(level)', gives: {}, because: 'it is there' },
    { query: 'scalar(level)', gives: 2, because: 'one element' },
    { query: 'scalar(requests)', gives: NaN, because: 'several' },
    { query: 'timestamp(level)', at: 65, gives: { '{}': 60 }, because: 'of the sample' },
    { query: 'timestamp(level + 0)', at: 65, gives: { '{}': 65 }, because: 'of the evaluation' },
    { query: 'time()', at: 65, gives: 65, because: 'of the evaluation' },
    { query: 'round(level, 5)', gives: { '{}': 0 }, because: '2 is nearer to 0 than to 5' },
    { query: 'clamp(level, 3, 4)', gives: { '{}': 3 }, because: 'raised' },
    { query: 'clamp(level, 4, 3)', gives: {}, because: 'no value fits' },
    { query: 'hour(vector(7200))', gives: { '{}': 2 }, because: 'in UTC' },
    {
      query: 'sort_desc(requests)',
      gives: {
        'requests{app="api", code="200"}': 120,
        'requests{app="web", code="200"}': 60,
        'requests{app="web", code="500"}': 6,
      },
      because: 'the largest first',
    },
    { query: "'it\\'s'", gives: "it's", because: 'a text is an answer' },
  ]);
});

describe('operands that do not fit', () => {
  it.each([
    ['requests + on (app) requests', /found duplicate series for the match group {app="web"}/],
    ['requests + on (app) owner', /many-to-one matching must be explicit/],
    ['owner * on (app) group_left requests', /found duplicate series .* on the right hand-side/],
    ['{__name__=~"level|restarted"} * 1', /same labelset/],
    ['label_replace(sum by (app) (owner), "app", "x", "", "")', /same labelset/],
    ['topk(NaN, owner)', /NaN/],
    ['label_replace(owner, "a", "b", "c", "(")', /invalid regular expression/],
  ])('%s is refused while it is evaluated', (query, message) => {
    const evaluate = () => ask(HAND_MADE, query, 40);
    expect(evaluate).toThrow(message);
    expect(evaluate).toThrow(expect.objectContaining({ type: 'execution' }));
  });
});
