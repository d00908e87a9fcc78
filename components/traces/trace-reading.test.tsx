import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TraceExplorer } from '@/components/traces/trace-explorer';
import type { RawSpan } from '@/lib/domain/raw-trace';
import { openAt, PageFrame } from '@/lib/testing/page-frame';
import { stubPointerCapture, stubSize } from '@/lib/testing/stub-size';
import { rawSpan, traceAnswer } from '@/lib/testing/trace-fixture';

const WIDTH = 1000;

/** Checkout calls stock, which fails, and then payment, whose clock is 200 ms ahead. */
const SHOP: readonly RawSpan[] = [
  rawSpan('a0', { operation: 'checkout', durationUs: 100_000 }),
  rawSpan('b1', {
    ...{ parentId: 'a0', process: 1, operation: 'stock', startUs: 5_000, durationUs: 15_000 },
    error: true,
  }),
  rawSpan('c2', {
    ...{ parentId: 'a0', process: 2, operation: 'pay', startUs: 230_000, durationUs: 60_000 },
  }),
];

function show(query = '') {
  openAt(`/traces/t${query}`);
  const processes = ['checkout.shop', 'stock.shop', 'payment.shop'].map((service) => ({
    service,
    tags: [],
  }));
  const raw = { traceId: 't', startMs: 1_795_000_000_000, warnings: [], processes, spans: SHOP };
  const { unmount } = render(<TraceExplorer trace={traceAnswer(raw)} />, { wrapper: PageFrame });
  return { user: userEvent.setup(), unmount };
}

beforeEach(() => {
  localStorage.clear();
  stubSize(WIDTH, 520);
  stubPointerCapture();
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(520);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  Element.prototype.scrollTo = () => undefined;
});

const rows = () => within(screen.getByRole('treegrid', { name: 'Spans' })).getAllByRole('row');
const tones = () => rows().map((row) => row.dataset['tone']);
const address = () => new URLSearchParams(window.location.search);

describe('the colours of a trace', () => {
  it.each([
    ['?color=errors', ['failed-below', 'failed', 'calm']],
    ['?color=self', ['heat-3', 'heat-2', 'heat-5']],
    ['?color=path', ['path', 'path', 'path']],
    ['?color=mauve', ['service-1', 'service-3', 'service-2']],
  ])('are those that the address asks for: %s', (query, expected) => {
    show(query);
    expect(tones()).toEqual(expected);
  });

  it('are chosen, explained, and kept in the address', async () => {
    const { user } = show();
    const colours = () => screen.getByRole('list', { name: 'Colours' }).textContent;
    expect(colours()).toContain('payment.shop');
    await user.click(screen.getByRole('button', { name: /Colour by/ }));
    await user.click(screen.getByRole('option', { name: 'errors' }));
    expect(tones()).toEqual(['failed-below', 'failed', 'calm']);
    expect(colours()).toContain('something under it failed');
    await vi.waitFor(() => expect(address().get('color')).toBe('errors'));
  });
});

describe('clocks that are off', () => {
  it('are put right, and every span that was moved says by how much', () => {
    show();
    const [checkout, stock, pay] = rows();
    expect(pay?.textContent).toContain('−190 ms');
    expect(within(pay ?? document.body).getByRole('img', { name: 'Moved' })).toBeDefined();
    for (const row of [checkout, stock]) expect(row?.textContent).not.toContain('−190 ms');
    expect(screen.getByText(/^One clock is off by 190 ms/)).toBeDefined();
  });

  it('can be left as they were reported, which the address keeps', async () => {
    const { user } = show();
    await user.click(screen.getByRole('radio', { name: 'As reported' }));
    expect(rows().map((row) => row.textContent)).not.toContain('−190 ms');
    await vi.waitFor(() => expect(address().get('clocks')).toBe('reported'));
  });

  it('make the trace as long as it was, not as long as the clocks say', () => {
    const { unmount } = show();
    expect(screen.getByText('Duration').parentElement?.textContent).toBe('Duration100 ms');
    unmount();
    show('?clocks=reported');
    expect(screen.getByText('Duration').parentElement?.textContent).toBe('Duration290 ms');
  });
});

describe('the column of names', () => {
  const edge = () => screen.getByRole('separator', { name: 'Width of the names' });
  const width = () => edge().getAttribute('aria-valuenow');

  it('is made wider with the keyboard, and stays so', async () => {
    const { user, unmount } = show();
    expect(width()).toBe('360');
    edge().focus();
    await user.keyboard('{ArrowRight}{PageUp}');
    expect(width()).toBe('456');
    unmount();
    show();
    expect(width()).toBe('456');
  });

  it('goes back to what is usual with Enter or a double click', async () => {
    const { user } = show();
    edge().focus();
    await user.keyboard('{End}{Enter}');
    expect(width()).toBe('360');
    await user.keyboard('{Home}');
    expect(width()).toBe('88');
    await user.dblClick(edge());
    expect(width()).toBe('360');
  });

  it('is dragged by its edge', () => {
    show();
    fireEvent.pointerMove(edge(), { pointerId: 1, clientX: 250 });
    expect(width()).toBe('360');
    fireEvent.pointerDown(edge(), { pointerId: 1, clientX: 360 });
    fireEvent.pointerMove(edge(), { pointerId: 1, clientX: 250 });
    expect(width()).toBe('250');
  });
});
