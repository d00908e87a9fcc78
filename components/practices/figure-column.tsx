import type { Column } from '@/components/ui/data-table';
import styles from './practices.module.css';

/** A column of aligned figures, by which rows can be sorted; what is not known is told as `format` tells it. */
export function figureColumn<Row>(
  id: string,
  header: string,
  of: (row: Row) => number | undefined,
  format: (value: number | undefined) => string,
  isSecondary = false,
): Column<Row> {
  return {
    id,
    header,
    align: 'end',
    isSecondary,
    sortBy: of,
    cell: (row) => <span className={styles.figure}>{format(of(row))}</span>,
  };
}
