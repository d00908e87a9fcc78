import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../../deploy/prepare.mjs';

/** A page of a real browser, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly errors: readonly string[];
}

const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Starts the browser that is installed. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    args: ARGUMENTS,
    ...(executablePath !== undefined && { executablePath }),
  });
}

/** Opens a page in a fresh context. */
export async function openPage(browser: Browser, url: string): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  return { page, errors };
}
