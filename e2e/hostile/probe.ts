import { expect, type APIRequestContext, type Page, type Route } from '@playwright/test';
import { tracesSchema } from '../../lib/contract/traces';
import { PAYLOADS } from './payloads';
import { poisonerOf } from './poison';
import { CANNED, TRACE, type HostileView } from './views';

/** Payloads in each text of an answer. */
const PER_TEXT = 8;

/** The address of a view, with the id of a trace where it wants one. */
export async function addressOf(
  { path }: HostileView,
  request: APIRequestContext,
): Promise<string> {
  if (!path.includes(TRACE)) return path;
  const answer = await request.get('/api/v1/traces?service=orders.shop&limit=5');
  const { traces } = tracesSchema.parse(await answer.json());
  const longest = traces.toSorted((a, b) => b.spanCount - a.spanCount)[0];
  return path.replace(TRACE, longest?.traceId ?? '');
}

/**
 * Opens a view over answers in which every text is hostile.
 *
 * @param from With which payload to begin.
 */
export async function openPoisoned(
  page: Page,
  address: string,
  view: HostileView,
  from = 0,
): Promise<void> {
  const poison = poisonerOf({ keep: view.keep ?? [], perText: PER_TEXT, from });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route('**/api/v1/**', async (route: Route) => {
    const canned = CANNED.find(([path]) => path.test(new URL(route.request().url()).pathname));
    if (canned !== undefined) {
      await route.fulfill({ json: poison(canned[1]) });
      return;
    }
    try {
      const response = await route.fetch();
      await route.fulfill({ response, json: poison(await response.json()) });
    } catch {
      // The page was left meanwhile.
      await route.abort().catch(() => undefined);
    }
  });
  await page.goto(address);
  if (view.least !== 0) {
    await page.waitForFunction(() => document.body.textContent.includes('alert('));
  }
}

/** What may open something, and changes nothing. */
const OPENERS = '[role=tab], summary, [aria-haspopup], [aria-expanded=false], [role=radio]';

/** Touches whatever opens, explains or unfolds something, and closes it again. */
export async function touchEverything(page: Page): Promise<void> {
  const openers = page.getByRole('main').locator(OPENERS);
  const count = Math.min(await openers.count(), 24);
  for (let i = 0; i < count; i += 1) {
    const opener = openers.nth(i);
    if (!(await opener.isVisible()) || !(await opener.isEnabled())) continue;
    await opener.hover({ timeout: 2_000 }).catch(() => undefined);
    await opener.click({ timeout: 2_000 }).catch(() => undefined);
    await page.keyboard.press('Escape');
  }
}

/** The numbers of the payloads that a page shows, in its text or in what it says of its parts. */
export async function shownOn(page: Page): Promise<ReadonlySet<number>> {
  const said = await page.evaluate(() => {
    const names = [
      'title',
      'aria-label',
      'placeholder',
      'value',
      'alt',
      'aria-valuetext',
      'content',
    ];
    const spoken = [...document.querySelectorAll('*')].flatMap((element) =>
      names.map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.documentElement.textContent, ...spoken].join('\n');
  });
  return new Set(PAYLOADS.filter(({ text }) => said.includes(text)).map(({ number }) => number));
}

/** Gives one text after the other that holds so many payloads, until all have been in one. */
export function* chunksOf(size: number): Generator<string> {
  for (let at = 0; at < PAYLOADS.length; at += size) {
    yield PAYLOADS.slice(at, at + size)
      .map(({ text }) => text)
      .join(' ');
  }
}

/** Waits until what was put into a page has had the time to run: two frames and a task. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
      }),
  );
}

/** Fails with what harm was done, told apart by its kind. */
export function expectNone(harm: object): void {
  expect(harm).toEqual({ ran: [], violations: [], foreign: [], links: [], requests: [] });
}
