import type { Locator, Page } from '@playwright/test';

/** The traffic page in the words of the people who use it. */
export class TrafficPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a split, renewed every 5 seconds. */
  async open(split: string): Promise<void> {
    await this.page.goto(`/traffic?refresh=5s&split=${encodeURIComponent(split)}`);
    await this.article.waitFor();
  }

  get article(): Locator {
    return this.page.getByRole('article');
  }

  get list(): Locator {
    return this.page.getByRole('navigation', { name: 'Splits' });
  }

  slider(target: string): Locator {
    return this.page.getByRole('slider', { name: `Share of ${target}` });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The share that was observed to reach a target, in percent; NaN while there is none. */
  async observed(target: string): Promise<number> {
    const row = this.article.getByRole('listitem').filter({ has: this.slider(target) });
    const text = await row.locator('dt:text-is("Observed") + dd').innerText();
    return Number.parseFloat(text);
  }

  /** Opens the preview, waits for the verdict of the API server and applies. */
  async apply(): Promise<void> {
    await this.button('Preview…').click();
    await this.page.getByText('The API server would accept this (dry run)').waitFor();
    await this.button('Apply').click();
    await this.article.getByText('Applied').waitFor();
  }
}
