import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TraceExplorer } from '@/components/traces/trace-explorer';
import type { RawSpan } from '@/lib/domain/raw-trace';
import { openAt, PageFrame } from '@/lib/testing/page-frame';
import { meshTrace, rawSpan, traceAnswer } from '@/lib/testing/trace-fixture';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Checkout calls stock, which fails, and then payment, which calls the bank. */
const SHOP: readonly RawSpan[] = [
  rawSpan('a0', { operation: 'POST /checkout', durationUs: 100_000 }),
  rawSpan('b1', {
    ...{ parentId: 'a0', process: 1, operation: 'GET /stock', startUs: 5_000, durationUs: 15_000 },
    error: true,
    tags: [['http.status_code', '503']],
  }),
  rawSpan('c2', {
    ...{ parentId: 'a0', process: 2, operation: 'POST /pay', startUs: 30_000, durationUs: 60_000 },
  }),
  rawSpan('d3', {
    ...{ parentId: 'c2', process: 2, operation: 'call bank', startUs: 40_000, durationUs: 40_000 },
    events: [{ atUs: 45_000, name: 'retry', fields: [['attempt', '2']] }],
  }),
];

function show(spans: readonly RawSpan[], query = '') {
  openAt(`/traces/${TRACE_ID}${query}`);
  const processes = ['checkout.shop', 'stock.shop', 'payment.shop'].map((service) => ({
    service,
    tags: [['pod', `${service}-1`]] as const,
  }));
  const trace = traceAnswer({
    ...{ traceId: TRACE_ID, startMs: 1_795_000_000_000, warnings: [] },
    ...{ processes, spans },
  });
  render(<TraceExplorer trace={trace} />, { wrapper: PageFrame });
  return userEvent.setup();
}

const grid = () => screen.getByRole('treegrid', { name: 'Spans' });
const operations = () =>
  within(grid())
    .getAllByRole('row')
    .map((row) => /POST \/checkout|GET \/stock|POST \/pay|call bank/.exec(row.textContent)?.[0]);
const cursorText = () => {
  const id = grid().getAttribute('aria-activedescendant') ?? '';
  return document.getElementById(id)?.textContent ?? '';
};

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(520);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  Element.prototype.scrollTo = () => undefined;
});

describe('TraceExplorer', () => {
  it('says what the trace is and what is wrong with it', () => {
    show([...SHOP, rawSpan('e4', { parentId: 'gone', startUs: 50_000 })]);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('checkout.shop');
    expect(screen.getByText('1 failed span')).toBeDefined();
    expect(screen.getByText('Incomplete')).toBeDefined();
  });

  it('shows the spans in order, each with its level and whether it can be folded', () => {
    show(SHOP);
    expect(operations()).toEqual(['POST /checkout', 'GET /stock', 'POST /pay', 'call bank']);
    const [root, stock, , bank] = within(grid()).getAllByRole('row');
    expect(root?.getAttribute('aria-expanded')).toBe('true');
    expect(stock?.hasAttribute('aria-expanded')).toBe(false);
    expect(bank?.getAttribute('aria-level')).toBe('3');
  });

  it('is walked, folded and opened with the keyboard', async () => {
    const user = show(SHOP);
    grid().focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(cursorText()).toContain('POST /pay');

    await user.keyboard('{ArrowLeft}');
    expect(operations()).toEqual(['POST /checkout', 'GET /stock', 'POST /pay']);
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(cursorText()).toContain('call bank');

    await user.keyboard('{Enter}');
    const details = screen.getByRole('region', { name: 'Span' });
    expect(within(details).getByText('retry')).toBeDefined();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('region', { name: 'Span' })).toBeNull();
  });

  it('goes through what it finds, starting over at the end', async () => {
    const user = show(SHOP);
    await user.type(screen.getByRole('searchbox', { name: 'Find in spans' }), 'payment');
    expect(await screen.findByText('2 found')).toBeDefined();
    grid().focus();
    await user.keyboard('n');
    expect(cursorText()).toContain('POST /pay');
    await user.keyboard('n');
    expect(cursorText()).toContain('call bank');
    await user.keyboard('n');
    expect(cursorText()).toContain('POST /pay');
    await user.keyboard('p');
    expect(cursorText()).toContain('call bank');
  });

  it('opens a folded branch when what is found is in it', async () => {
    const user = show(SHOP, '?level=0&find=bank');
    expect(operations()).toEqual(['POST /checkout']);
    await user.click(screen.getByRole('button', { name: 'Next match' }));
    expect(cursorText()).toContain('call bank');
  });

  it('shows failed spans with what leads to them', async () => {
    const user = show(SHOP);
    await user.click(screen.getByRole('radio', { name: 'Failed' }));
    expect(operations()).toEqual(['POST /checkout', 'GET /stock']);
  });

  it('marks the critical path and can show it alone', async () => {
    const user = show(SHOP.filter(({ id }) => id !== 'c2' && id !== 'd3'));
    expect(screen.getAllByText(', on the critical path')).toHaveLength(2);
    await user.click(screen.getByRole('radio', { name: 'Critical path' }));
    expect(operations()).toEqual(['POST /checkout', 'GET /stock']);
  });

  it('opens the span that a link names, with its own time and its share of the trace', () => {
    show(SHOP, '?span=c2');
    const details = screen.getByRole('region', { name: 'Span' });
    expect(within(details).getByText('POST /pay')).toBeDefined();
    expect(within(details).getByText(/33\.3% of the span/)).toBeDefined();
    expect(within(details).getByText(/20% of the trace/)).toBeDefined();
  });

  it('opens a link to a span that is not there', () => {
    show(SHOP, '?span=nowhere&zoom=5_1&level=x');
    expect(operations()).toHaveLength(4);
  });

  it('keeps how the trace is looked at in the address', async () => {
    const user = show(SHOP);
    await user.click(screen.getByRole('radio', { name: 'Failed' }));
    await vi.waitFor(() => expect(window.location.search).toBe('?show=errors'));
  });

  it('tells where the time went by service', () => {
    show(SHOP, '?tab=statistics');
    const [, first] = screen.getAllByRole('row');
    expect(first?.textContent).toContain('payment.shop');
    expect(first?.textContent).toContain('60%');
  });

  it('shows text from spans as text, keys of JSON in tags too', () => {
    const attack = '<img src=x onerror="document.title=1">';
    show(
      [
        rawSpan('a0', {
          operation: attack,
          tags: [
            [attack, attack],
            ['json', JSON.stringify({ [attack]: 'test' })],
            ['link', 'javascript:alert(1)'],
          ],
          events: [{ atUs: 1, name: attack, fields: [[attack, attack]] }],
          warnings: [attack],
        }),
      ],
      '?span=a0',
    );
    const details = screen.getByRole('region', { name: 'Span' });
    expect(details.textContent).toContain(
      '{\n  "<img src=x onerror=\\"document.title=1\\">": "test"\n}',
    );
    expect(document.querySelector('img, script, a[href^="javascript"]')).toBeNull();
  });

  it('says which clock is off when a span starts before its parent', () => {
    const early = rawSpan('b1', { parentId: 'a0', startUs: 0, durationUs: 10 });
    show([rawSpan('a0', { startUs: 3_100 }), early], '?span=b1');
    expect(
      screen.getByText('It starts 3.1 ms before its parent: their clocks differ.'),
    ).toBeDefined();
  });

  it('puts only the rows in sight of a large trace into the page', () => {
    openAt(`/traces/${TRACE_ID}`);
    render(<TraceExplorer trace={traceAnswer(meshTrace(5_000))} />, { wrapper: PageFrame });
    expect(grid().getAttribute('aria-rowcount')).toBe('5000');
    expect(within(grid()).getAllByRole('row').length).toBeLessThan(80);
  });
});
