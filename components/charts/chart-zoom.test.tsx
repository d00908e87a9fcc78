import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChartCursor } from '@/components/charts/cursor';
import { TimeChart } from '@/components/charts/time-chart';
import { openAt, PageFrame } from '@/lib/testing/page-frame';
import { stubPointerCapture, stubSize } from '@/lib/testing/stub-size';
import type { Point } from '@/lib/viz/charts/time-scene';

/** 2023-11-14 22:13:20 UTC. */
const FROM = 1_700_000_000;
const TO = FROM + 1800;
const WIDTH = 672;
/** The plot is from 62 to 662 px: three seconds a pixel. */
const xOf = (time: number) => 62 + (time - FROM) / 3;

beforeEach(() => {
  localStorage.setItem('alidade-time-zone', 'utc');
  openAt('/services/shop/cart?window=1h&tab=signals');
  stubSize(WIDTH, 176);
  stubPointerCapture();
});

const points = Array.from({ length: 31 }, (_, at): Point => [FROM + at * 60, at]);

function show() {
  const time = { from: FROM, to: TO, missing: null, queries: [] };
  render(
    <PageFrame>
      <ChartCursor>
        <TimeChart
          title="Latency"
          unit="milliseconds"
          series={[{ name: 'p95', points }]}
          {...time}
        />
        <TimeChart title="Requests" unit="perSecond" series={[{ name: '200', points }]} {...time} />
      </ChartCursor>
    </PageFrame>,
  );
}

const slider = (name = 'Latency') => screen.getByRole('slider', { name: `${name}: moment` });
const saidBy = (name?: string) => slider(name).getAttribute('aria-valuetext');
const between = () => new URLSearchParams(window.location.search).get('between');

describe('a chart', () => {
  it('becomes the time of the page when dragged over, in the URL, with the rest kept', () => {
    show();
    fireEvent.pointerDown(slider(), { button: 0, clientX: xOf(FROM + 1200) });
    fireEvent.pointerMove(slider(), { clientX: xOf(FROM + 600) });
    expect(saidBy()).toBe('22:23:20 – 22:33:20 UTC chosen');
    fireEvent.pointerUp(slider(), { clientX: xOf(FROM + 600) });
    expect(window.location.search).toBe(
      `?window=1h&between=${FROM + 600}_${FROM + 1200}&tab=signals`,
    );
  });

  it('is left as it is by a click, and by a drag that ends in Escape', () => {
    show();
    fireEvent.pointerDown(slider(), { button: 0, clientX: 300 });
    fireEvent.pointerUp(slider(), { clientX: 302 });
    expect(between()).toBeNull();

    fireEvent.pointerDown(slider(), { button: 0, clientX: 300 });
    fireEvent.pointerMove(slider(), { clientX: 400 });
    fireEvent.keyDown(slider(), { key: 'Escape' });
    fireEvent.pointerUp(slider(), { clientX: 400 });
    expect(between()).toBeNull();
  });

  it('is walked and zoomed with the keyboard alone', async () => {
    show();
    slider().focus();
    await userEvent.keyboard('{Home}{ArrowRight}');
    expect(saidBy()).toBe('22:14:20 UTC, p95 1 ms');
    await userEvent.keyboard('{Shift>}{PageUp}{/Shift}{Enter}');
    expect(between()).toBe(`${FROM + 60}_${FROM + 660}`);
  });

  it('points at the moment that another chart of the page points at', () => {
    show();
    expect(saidBy('Requests')).toBe('No moment chosen');
    fireEvent.pointerMove(slider(), { clientX: xOf(FROM + 300) });
    expect(saidBy('Requests')).toBe('22:18:20 UTC, 200 5 rps');
    fireEvent.pointerLeave(slider());
    expect(saidBy('Requests')).toBe('No moment chosen');
  });

  it('shows the moment by the clock that was chosen', () => {
    localStorage.setItem('alidade-time-zone', 'local');
    show();
    fireEvent.pointerMove(slider(), { clientX: xOf(FROM + 300) });
    // The tests run in Los Angeles.
    expect(saidBy()).toBe('14:18:20 GMT-8, p95 5 ms');
  });
});
