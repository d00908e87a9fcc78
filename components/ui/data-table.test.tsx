import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DataTable, type Column } from '@/components/ui/data-table';
import { sortRows } from '@/components/ui/sort-rows';

interface Row {
  readonly name: string;
  readonly rate?: number;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    isRowHeader: true,
    sortBy: ({ name }) => name,
    cell: ({ name }) => name,
  },
  {
    id: 'rate',
    header: 'Rate',
    align: 'end',
    sortBy: ({ rate }) => rate,
    cell: ({ rate }) => rate ?? '–',
  },
  { id: 'note', header: 'Note', cell: () => '' },
];
const ROWS: readonly Row[] = [
  { name: 'cart-10', rate: 2 },
  { name: 'cart-9', rate: 30 },
  { name: 'ads' },
];

function shownNames(): readonly (string | null)[] {
  return screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
}

function table(props: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  return (
    <DataTable
      label="Services"
      columns={COLUMNS}
      rows={ROWS}
      keyOf={({ name }) => name}
      {...props}
    />
  );
}

describe('DataTable', () => {
  it('has a name, and its rows in the order given', () => {
    render(table());
    expect(screen.getByRole('table', { name: 'Services' })).toBeDefined();
    expect(shownNames()).toEqual(['cart-10', 'cart-9', 'ads']);
  });

  it('sorts figures largest first, then the other way, with what is absent last', async () => {
    render(table());
    const heading = screen.getByRole('columnheader', { name: 'Rate' });
    await userEvent.click(within(heading).getByRole('button'));
    expect(shownNames()).toEqual(['cart-9', 'cart-10', 'ads']);
    expect(heading.getAttribute('aria-sort')).toBe('descending');

    await userEvent.click(within(heading).getByRole('button'));
    expect(shownNames()).toEqual(['cart-10', 'cart-9', 'ads']);
    expect(heading.getAttribute('aria-sort')).toBe('ascending');
  });

  it('sorts names as people count, with the keyboard alone', async () => {
    render(table());
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(shownNames()).toEqual(['ads', 'cart-9', 'cart-10']);
  });

  it('offers no sorting for a column that has no order', () => {
    render(table());
    const heading = screen.getByRole('columnheader', { name: 'Note' });
    expect(within(heading).queryByRole('button')).toBeNull();
  });

  it('leaves the order to the caller when it keeps it', async () => {
    const onSortChange = vi.fn();
    render(table({ sort: { column: 'name', descending: true }, onSortChange }));
    expect(shownNames()).toEqual(['cart-10', 'cart-9', 'ads']);
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSortChange).toHaveBeenCalledExactlyOnceWith({ column: 'name', descending: false });
    expect(shownNames()).toEqual(['cart-10', 'cart-9', 'ads']);
  });

  it('says how many rows there are when only some are in the page', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ name: `svc-${index}` }));
    render(table({ rows }));
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('1001');
    expect(screen.queryAllByRole('rowheader').length).toBeLessThan(100);
  });

  it('marks the row that is being looked at', () => {
    render(table({ isCurrent: ({ name }) => name === 'ads' }));
    const [, , , last] = screen.getAllByRole('row');
    expect(last?.getAttribute('aria-current')).toBe('true');
  });
});

describe('sortRows', () => {
  it('keeps every row, and equal ones in their order', () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }));
    fc.assert(
      fc.property(values, fc.boolean(), (list, descending) => {
        const rows = list.map((value, index) => ({ value, index }));
        const sorted = sortRows(rows, ({ value }) => value, descending);
        expect(sorted.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
          rows.map(({ index }) => index),
        );
        for (const [position, row] of sorted.entries()) {
          const next = sorted[position + 1];
          if (next === undefined) continue;
          if (row.value === next.value) expect(row.index).toBeLessThan(next.index);
          if (row.value === undefined) expect(next.value).toBeUndefined();
        }
      }),
    );
  });
});
