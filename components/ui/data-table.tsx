'use client';

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { cx } from '@/components/ui/cx';
import { sortRows, type Sort, type SortValue } from '@/components/ui/sort-rows';
import styles from './data-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** What to sort by; a column without it cannot be sorted. Absent values come last. */
  readonly sortBy?: (row: Row) => SortValue;
  /** Figures stand at the end. */
  readonly align?: 'start' | 'end';
  /** The cell that names the row. */
  readonly isRowHeader?: boolean;
  /** A CSS width; the columns without one share the rest. */
  readonly width?: string;
  /** Its words go on in more lines, so that rows are as high as they need. */
  readonly wraps?: boolean;
  /** Left out on narrow screens. */
  readonly isSecondary?: boolean;
}

interface DataTableProps<Row> {
  /** Names the table. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The sort in force, where the caller keeps it (in the URL). */
  readonly sort?: Sort | null;
  readonly onSortChange?: (sort: Sort) => void;
  /** The sort at first, where the table keeps it. */
  readonly initialSort?: Sort;
  /** Marks a row as the one being looked at. */
  readonly isCurrent?: (row: Row) => boolean;
  /** Below so many rows all are in the page. */
  readonly windowedOver?: number;
}

/** Must equal --row-height. Of rows that wrap it is only what they are taken for until they are in the page. */
const ROW_HEIGHT = 36;
const ROWS_BEYOND = 12;

/** A table that sorts by its headings. Of a long one, only the rows in sight are in the page. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  sort,
  onSortChange,
  initialSort,
  isCurrent,
  windowedOver = 100,
}: DataTableProps<Row>) {
  const [ownSort, setOwnSort] = useState<Sort | null>(initialSort ?? null);
  const inForce = sort === undefined ? ownSort : sort;
  const sorted = inOrder(rows, columns, inForce);
  const scroller = useRef<HTMLDivElement>(null);
  const wraps = columns.some((column) => column.wraps === true);
  const window = useRowWindow(scroller, sorted.length, windowedOver);
  const { isWindowed, first, end } = window;

  return (
    <div ref={scroller} className={cx(styles.scroller, isWindowed && styles.windowed)}>
      <table
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        className={cx(styles.table, wraps && styles.wrapping)}
      >
        <colgroup>
          {columns.map(({ id, width, isSecondary = false }) => (
            <col
              key={id}
              className={isSecondary ? styles.secondary : undefined}
              {...(width === undefined ? {} : { style: { width } })}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sort={inForce}
                onSort={onSortChange ?? setOwnSort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={window.before} columns={columns.length} />
          {sorted.slice(first, end).map((row, offset) => (
            <tr
              key={keyOf(row)}
              ref={isWindowed && wraps ? window.measure : undefined}
              data-index={first + offset}
              aria-rowindex={first + offset + 2}
              aria-current={isCurrent?.(row) === true ? 'true' : undefined}
            >
              {columns.map((column) => (
                <Cell key={column.id} column={column} row={row} />
              ))}
            </tr>
          ))}
          <Gap height={window.after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

interface RowWindow {
  readonly isWindowed: boolean;
  readonly first: number;
  readonly end: number;
  /** The height in px of the rows that are out of sight. */
  readonly before: number;
  readonly after: number;
  /** Learns the true height of a row that wraps. */
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

/** Which of the rows to put in the page: all of a few, else those in sight and some beyond. */
function useRowWindow(
  scroller: RefObject<HTMLDivElement | null>,
  count: number,
  windowedOver: number,
): RowWindow {
  const isWindowed = count > windowedOver;
  // eslint-disable-next-line react-hooks/incompatible-library -- it re-renders by itself on scroll
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: isWindowed ? count : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_BEYOND,
  });
  const measure = virtualizer.measureElement;
  if (!isWindowed) return { isWindowed, first: 0, end: count, before: 0, after: 0, measure };
  return { isWindowed, ...inSight(virtualizer), measure };
}

type Sight = Pick<RowWindow, 'first' | 'end' | 'before' | 'after'>;

/** The rows in sight; none before the table has a size. */
function inSight(rows: Virtualizer<HTMLDivElement, HTMLTableRowElement>): Sight {
  const shown = rows.getVirtualItems();
  const [top, bottom] = [shown[0], shown.at(-1)];
  const height = rows.getTotalSize();
  if (top === undefined || bottom === undefined)
    return { first: 0, end: 0, before: 0, after: height };
  return { first: top.index, end: bottom.index + 1, before: top.start, after: height - bottom.end };
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const { id, header, sortBy } = column;
  const isSorted = sort?.column === id;
  const className = classOf(column);
  if (sortBy === undefined) {
    return (
      <th scope="col" className={className}>
        {header}
      </th>
    );
  }
  // Figures are first wanted largest first, words in alphabetical order.
  const descending = isSorted ? !sort.descending : column.align === 'end';
  const Arrow = isSorted && !sort.descending ? ArrowUp : ArrowDown;
  return (
    <th scope="col" className={className} aria-sort={ariaSortOf(isSorted ? sort : null)}>
      <button
        type="button"
        className={cx(styles.sort, isSorted && styles.sorted)}
        onClick={() => onSort({ column: id, descending })}
      >
        {header}
        <Arrow aria-hidden="true" className={styles.arrow} />
      </button>
    </th>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const content = column.cell(row);
  const className = classOf(column);
  return column.isRowHeader === true ? (
    <th scope="row" className={className}>
      {content}
    </th>
  ) : (
    <td className={className}>{content}</td>
  );
}

/** Holds the place of rows that are out of sight. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className={styles.gap}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.column)?.sortBy;
  return sort === null || sortBy === undefined ? rows : sortRows(rows, sortBy, sort.descending);
}

function ariaSortOf(sort: Sort | null): 'ascending' | 'descending' | 'none' {
  if (sort === null) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function classOf<Row>({ align, isSecondary, wraps }: Column<Row>): string {
  return cx(
    align === 'end' && styles.end,
    isSecondary === true && styles.secondary,
    wraps === true && styles.wraps,
  );
}
