import { readdirSync } from 'node:fs';
import { ROOT } from '../../deploy/prepare.mjs';
import { figure, sized } from '../../lib/testing/figures';
import { expect, test } from '../fixtures/test';
import { PAYLOADS } from '../hostile/payloads';
import {
  addressOf,
  chunksOf,
  expectNone,
  openPoisoned,
  settle,
  shownOn,
  touchEverything,
} from '../hostile/probe';
import { VIEWS } from '../hostile/views';
import { watchHarm } from '../hostile/watch';

/** What pages read from their address. */
const WORDS = [
  ...[
    'q',
    'ns',
    'at',
    'window',
    'refresh',
    'select',
    'flip',
    'label',
    'show',
    'view',
    'sort',
    'order',
  ],
  ...[
    'service',
    'operation',
    'tags',
    'node',
    'edge',
    'minDuration',
    'from',
    'to',
    'limit',
    'find',
    'span',
  ],
  ...[
    'split',
    'host',
    'tab',
    'layout',
    'cluster',
    'direction',
    'range',
    'list',
    'boxes',
    'errors',
    'axis',
  ],
];

/** After so many rounds it is enough if most have been there; a busy machine shows less in each. */
const MANY_ROUNDS = 10;
const MOST_ROUNDS = 25;

test.describe('text from outside stays text', () => {
  test.setTimeout(240_000);

  for (const view of VIEWS) {
    test(`on ${view.name}`, async ({ context, page, request }) => {
      const { harmTo } = await watchHarm(context);
      const address = await addressOf(view, request);
      const shown = new Set<number>();
      // Pages without many texts are opened again, with other payloads, until all have been there.
      const goal = view.least ?? PAYLOADS.length;
      const enough = view.least ?? PAYLOADS.length * 0.75;
      const isDone = (round: number) =>
        shown.size >= (round < MANY_ROUNDS ? goal : enough) || round === MOST_ROUNDS;
      for (let round = 0; round === 0 || !isDone(round); round += 1) {
        await openPoisoned(page, address, view, nextMissing(shown, round));
        await view.act?.(page);
        for (const number of await shownOn(page)) shown.add(number);
        await touchEverything(page);
        await settle(page);
        for (const number of await shownOn(page)) shown.add(number);
        expectNone(await harmTo(page));
      }
      // `expectNone` has ended the test otherwise.
      const harm = { scripts: 0, violations: 0, foreignNodes: 0 };
      figure('F9', { view: view.name, payloads: PAYLOADS.length, shown: shown.size, ...harm });
      expect(shown.size).toBeGreaterThanOrEqual(enough);
    });
  }

  test('where a source or the API refuses, in every page', async ({ context, page, request }) => {
    test.slow();
    const { harmTo } = await watchHarm(context);
    const pages = VIEWS.filter(
      ({ path }, i) => VIEWS.findIndex((view) => view.path === path) === i,
    );
    const details = [...chunksOf(70)];
    for (const [i, view] of pages.entries()) {
      for (const detail of someOf(details, i)) {
        await page.unrouteAll({ behavior: 'ignoreErrors' });
        await page.route('**/api/v1/**', (route) =>
          route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            json: { type: 'urn:alidade:problem:forbidden', title: detail, status: 403, detail },
          }),
        );
        await page.goto(await addressOf(view, request));
        await settle(page);
        expectNone(await harmTo(page));
      }
    }
  });

  test('where it stands in the address', async ({ context, page }) => {
    test.slow();
    const { harmTo } = await watchHarm(context);
    const paths = [...new Set(VIEWS.map((view) => view.path.replace(/\?.*/, '')))];
    const starts = PAYLOADS.map((_, at) => at).filter((at) => at % WORDS.length === 0);
    for (const [i, path] of paths.entries()) {
      for (const at of someOf(starts, i)) {
        await page.goto(`${path}?${hostileQuery(at)}`);
        await settle(page);
        expectNone(await harmTo(page));
      }
    }
  });
});

test('every page of the console is among them', () => {
  const pages = readdirSync(`${ROOT}/app`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('page.tsx'))
    .map((path) => `/${path.replace(/page\.tsx$/, '')}`.replace(/\([a-z]+\)\//, ''));
  const covered = pages.filter((pattern) => {
    const parts = pattern.split('/').map((part) => (part.startsWith('[') ? '[^/]+' : part));
    const address = new RegExp(`^${parts.join('/').replace(/(?<=.)\/$/, '')}$`);
    return VIEWS.some(({ path }) => address.test(path.replace(/\?.*/, '')));
  });
  expect(covered).toEqual(pages);
});

/** Each page is given all of them in the long form; in the short one some, so that all are given to some page. */
function someOf<Part>(parts: readonly Part[], page: number): readonly Part[] {
  const count = sized(1, parts.length);
  return parts.filter((_, i) => (i + page) % parts.length < count);
}

/** Every word of an address that a page reads, each with a payload, and one that nobody reads. */
function hostileQuery(at: number): string {
  const texts = PAYLOADS.slice(at, at + WORDS.length).map(({ text }) => text);
  const pairs = texts.map((text, i): [string, string] => [WORDS[i] ?? text, text]);
  return new URLSearchParams([...pairs, [texts[0] ?? '', 'x']]).toString();
}

const missing = (shown: ReadonlySet<number>) =>
  PAYLOADS.map(({ number }) => number).filter((number) => !shown.has(number));

/**
 * A payload that was not shown yet. Not always the first: a page may have no place for that one, and would be given
 * the same again and again.
 */
function nextMissing(shown: ReadonlySet<number>, round: number): number {
  const left = missing(shown);
  return left[(round * 7) % Math.max(left.length, 1)] ?? 0;
}
