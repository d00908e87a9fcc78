import type { Locator, Page } from '@playwright/test';

/** The id of the demo's trace of 50,000 spans. */
export const LARGE_TRACE_ID = '5ca1ab1e000000000000000000050000';

/** A service of the demo that always has traces. */
export const SERVICE = 'orders.shop';

/** The pages of traces in the words of the people who use them. */
export class TracesPage {
  readonly plot: Locator;
  readonly table: Locator;
  readonly grid: Locator;
  readonly details: Locator;

  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.plot = page.getByRole('slider', { name: /traces over time/ });
    this.table = page.getByRole('table', { name: 'Traces' });
    this.grid = page.getByRole('treegrid', { name: 'Spans' });
    this.details = page.getByRole('region', { name: 'Span', exact: true });
  }

  /** Opens the search with a query. */
  async search(query: Readonly<Record<string, string>>) {
    await this.page.goto(`/traces?${new URLSearchParams(query)}`);
  }

  /** Opens a trace by its id. */
  async open(traceId: string, query: Readonly<Record<string, string>> = {}) {
    await this.page.goto(`/traces/${traceId}?${new URLSearchParams(query)}`);
  }

  /** Opens the first of the traces found. */
  async openFirst() {
    await this.table.getByRole('rowheader').first().getByRole('link').click();
    await this.grid.waitFor();
  }

  get rows() {
    return this.grid.getByRole('row');
  }

  /** The row that the keyboard is on. */
  async cursorText(): Promise<string> {
    const id = await this.grid.getAttribute('aria-activedescendant');
    return this.page.locator(`[id="${id ?? ''}"]`).innerText();
  }
}
