import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { PAYLOADS } from '../hostile/payloads';
import { addressOf, openPoisoned, settle } from '../hostile/probe';
import { VIEWS, type HostileView } from '../hostile/views';
import { watchHarm } from '../hostile/watch';

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

/** The same for links: a text of the page becomes the address of each. */
function writeTextAsAddress(): void {
  Object.defineProperty(Element.prototype, 'setAttribute', {
    value(this: Element, name: string, text: string) {
      const isLink = name === 'href' && this instanceof HTMLAnchorElement;
      this.setAttributeNS(null, name, isLink ? 'javascript:alert(1)' : text);
    },
  });
}

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
        await openBroken(page, view, await addressOf(view, request));
        await expect.poll(async () => (await harmTo(page)).ran.length).toBeGreaterThan(0);
        const { foreign, requests } = await harmTo(page);
        expect(foreign).not.toEqual([]);
        expect(requests).not.toEqual([]);
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
    await page.addInitScript(writeTextAsAddress);
    const [view] = SEEN_ON;
    if (view === undefined) throw new Error('there is no view');
    await openBroken(page, view, await addressOf(view, request));
    expect((await harmTo(page)).links).not.toEqual([]);
  });
});

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
      await page.evaluate(
        ([kind, content]) => {
          const main = document.querySelector('main');
          const link = document.createElement('a');
          link.setAttribute('href', content);
          // eslint-disable-next-line no-restricted-syntax -- the defect
          const parsed = document.createRange().createContextualFragment(content);
          main?.append(kind === 'address' ? link : parsed);
        },
        [danger, text] as const,
      );
      const harm = await harmTo(page);
      await settle(page);
      ran += (await harmTo(page)).ran.length > 0 ? 1 : 0;
      if ([...harm.foreign, ...harm.links, ...harm.ran].length === 0) harmless.push(number);
    }
    expect(harmless.map((number) => PAYLOADS[number]?.text)).toEqual([]);
    expect(ran).toBeGreaterThan(40);
  });
});

test('there are about two hundred payloads, each another', () => {
  expect(new Set(PAYLOADS.map(({ text }) => text)).size).toBe(PAYLOADS.length);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
});
