import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeChart } from '@/components/charts/time-chart';
import type { ChartSeries } from '@/lib/viz/charts/time-scene';

const SERIES: readonly ChartSeries[] = [
  {
    name: 'p95',
    points: [
      [1_700_000_000, 120],
      [1_700_000_060, 480],
    ],
  },
  { name: 'p50', points: [[1_700_000_000, 10]] },
];

beforeEach(() => {
  // jsdom has no layout, and so no observer of it.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

function show(series: readonly ChartSeries[], missing: string | null = null) {
  render(
    <TimeChart
      title="Latency"
      unit="milliseconds"
      series={series}
      from={1_700_000_000}
      to={1_700_000_060}
      missing={missing}
      queries={['histogram_quantile(0.95, sum by (le) (rate(x[1m])))']}
    />,
  );
}

describe('TimeChart', () => {
  it('has a name and a sentence that says the point', () => {
    show(SERIES);
    const chart = screen.getByRole('figure', { name: 'Latency' });
    expect(within(chart).getByText(/^p95 rose from 120 ms to 480 ms/)).toBeDefined();
  });

  it('shows its figures as a table, newest first', async () => {
    show(SERIES);
    await userEvent.click(screen.getByRole('button', { name: 'Latency: as a table' }));
    const [, newest, oldest] = within(screen.getByRole('table')).getAllByRole('row');
    expect(newest?.textContent).toMatch(/480 ms–$/);
    expect(oldest?.textContent).toMatch(/120 ms10 ms$/);
  });

  it('opens the queries that gave it', async () => {
    show(SERIES);
    await userEvent.click(screen.getByRole('button', { name: 'Latency: queries' }));
    const dialog = screen.getByRole('dialog', { name: 'Latency: queries' });
    expect(within(dialog).getByText(/histogram_quantile/)).toBeDefined();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('hides and shows a line with the keyboard', async () => {
    show(SERIES);
    const entry = screen.getByRole('button', { name: /^p95/ });
    entry.focus();
    await userEvent.keyboard('{Enter}');
    expect(entry.getAttribute('aria-pressed')).toBe('false');
    await userEvent.keyboard('{Enter}');
    expect(entry.getAttribute('aria-pressed')).toBe('true');
  });

  it('says why there is nothing to draw', () => {
    show([], 'No requests reached it in this time.');
    expect(screen.getByText('No requests reached it in this time.')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Latency: as a table' })).toHaveProperty(
      'disabled',
      true,
    );
  });
});
