import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { PAYLOADS } from '../hostile/payloads';
import { addressOf, openPoisoned, settle } from '../hostile/probe';
import { VIEWS, type HostileView } from '../hostile/views';
import { NO_HARM, watchHarm } from '../hostile/watch';

/**
 * What shows that hostile-text.spec.ts would see a defect: the same pages and the same look, with the text put
 * into the page as HTML, or into links as their address.
 */
const SEEN_ON = VIEWS.filter(({ name }) =>
  [
    'the services',
    'the overview in rows',
    'a trace and a span of it',
    'a split and its preview',
  ].includes(name),
);

/** Runs before the scripts of the page: from then on, text that React writes is HTML. */
function writeTextAsHtml(): void {
  const own = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent');
  Object.defineProperty(Node.prototype, 'textContent', {
    ...own,
    set(this: Node, text: string | null) {
      const isMarkup = this instanceof HTMLElement && text?.includes('<') === true;
      // eslint-disable-next-line no-restricted-syntax -- the defect
      if (isMarkup) this.replaceChildren(document.createRange().createContextualFragment(text));
      else own?.set?.call(this, text);
    },
  });
}

const GONE = { ...NO_HARM, ran: ['the page is gone'] };

async function openBroken(page: Page, view: HostileView, address: string): Promise<void> {
  await openPoisoned(page, address, view);
  await settle(page);
}

test.describe('text that is written as HTML', () => {
  // What the pages make of it then is of no interest.
  test.use({ allowedErrors: [''] });

  test.describe('without a policy', () => {
    test.use({ bypassCSP: true });

    for (const view of SEEN_ON) {
      test(`is seen to run on ${view.name}`, async ({ context, page, request }) => {
        const { harmTo } = await watchHarm(context);
        await page.addInitScript(writeTextAsHtml);
        // What takes the page away did harm, too.
        await openBroken(page, view, await addressOf(view, request)).catch(() => undefined);
        const ranOn = async () => (await harmTo(page).catch(() => GONE)).ran.length;
        await expect.poll(ranOn).toBeGreaterThan(0);
      });
    }
  });

  for (const view of SEEN_ON) {
    test(`is stopped by the policy on ${view.name}, which is seen`, async ({
      context,
      page,
      request,
    }) => {
      const { harmTo } = await watchHarm(context);
      await page.addInitScript(writeTextAsHtml);
      await openBroken(page, view, await addressOf(view, request));
      await expect.poll(async () => (await harmTo(page)).violations.length).toBeGreaterThan(0);
      expect((await harmTo(page)).ran).toEqual([]);
    });
  }

  test('as the address of a link is seen', async ({ context, page, request }) => {
    const { harmTo } = await watchHarm(context);
    const [view] = SEEN_ON;
    if (view === undefined) throw new Error('there is no view');
    await openBroken(page, view, await addressOf(view, request));
    expect((await harmTo(page)).links).toEqual([]);
    await page.evaluate(() => {
      for (const link of document.querySelectorAll('a')) {
        link.setAttribute('href', 'javascript:alert(1)');
      }
    });
    expect((await harmTo(page)).links).not.toEqual([]);
  });
});

/** Markup that the parser of fragments makes nothing dangerous of: it is for the parsers of other places. */
const HARMLESS_IN_A_FRAGMENT = [
  '<scr<script>ipt>alert(7)</scr</script>ipt>',
  '<img/src=x/onerror=alert(15)>',
  '<body onload=alert(58)>',
];

/** Puts a payload into the page as HTML, or makes it the address of a link. */
async function plant(page: Page, danger: string, text: string): Promise<void> {
  await page.evaluate(
    ([kind, content]) => {
      const main = document.querySelector('main');
      const link = document.createElement('a');
      // eslint-disable-next-line no-restricted-syntax -- the defect
      const parsed = document.createRange().createContextualFragment(content);
      main?.append(kind === 'address' ? link : parsed);
      if (kind === 'address') link.setAttribute('href', content);
    },
    [danger, text] as const,
  );
}

test.describe('every payload', () => {
  test.use({ bypassCSP: true, allowedErrors: [''] });

  test('is seen where it is not kept as text', async ({ context, page, baseURL }) => {
    test.setTimeout(120_000);
    const { harmTo, reset } = await watchHarm(context);
    await page.route('**/blank', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><body><main></main>' }),
    );
    const harmless: number[] = [];
    let ran = 0;
    for (const { number, danger, text } of PAYLOADS.filter(({ danger }) => danger !== 'text')) {
      await page.goto(`${baseURL ?? ''}/blank`);
      reset();
      // A payload that takes the page away did harm, too.
      const harm = await plant(page, danger, text)
        .then(() => harmTo(page))
        .catch(() => GONE);
      await settle(page).catch(() => undefined);
      ran += (await harmTo(page).catch(() => GONE)).ran.length > 0 ? 1 : 0;
      if ([...harm.foreign, ...harm.links, ...harm.ran].length === 0) harmless.push(number);
    }
    expect(harmless.map((number) => PAYLOADS[number]?.text)).toEqual(HARMLESS_IN_A_FRAGMENT);
    expect(ran).toBeGreaterThan(40);
  });
});

test('there are about two hundred payloads, each another', () => {
  expect(new Set(PAYLOADS.map(({ text }) => text)).size).toBe(PAYLOADS.length);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
});
