import type { Locator, Page } from '@playwright/test';
import type { SplitDto } from '@/lib/contract/splits';

/** How long a page on real servers may take to say something. */
export const SLOW = { timeout: 30_000 };

/** The page of a split, renewed every 5 seconds. */
export function trafficUrl(consoleUrl: string, split: SplitDto): string {
  return `${consoleUrl}/traffic?split=${encodeURIComponent(split.id)}&refresh=5s`;
}

/** Moves the share of the first target by so many percent, with the keyboard. */
export async function moveFirstSlider(
  page: Page,
  key: 'ArrowLeft' | 'ArrowRight',
  times: number,
): Promise<void> {
  const slider = page.getByRole('slider', { name: /^Share of/ }).first();
  await slider.waitFor(SLOW);
  await slider.focus();
  for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
}

/** Opens the preview and waits until the API server has accepted its dry run. */
export async function preview(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Preview…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Preview of the change' });
  await dialog.getByText('The API server would accept this (dry run)').waitFor(SLOW);
  return dialog;
}

/** The first target's part of all weights, 0..1. */
export function shareOfFirst(weights: readonly unknown[]): number {
  const [first = 0, ...others] = weights.map((weight) => Number(weight ?? 0));
  return first / others.reduce((sum, weight) => sum + weight, first);
}
