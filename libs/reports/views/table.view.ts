/** A table as the partial `table` sets it: numbers to the right, the first column heading each row. */
export interface TableView {
  caption: string;
  columns: { title: string; kind: ColumnKind }[];
  rows: { head: string; cells: { text: string; kind: CellKind }[] }[];
  /** Said in place of rows when there are none. */
  empty: string;
}

type ColumnKind = 'text' | 'number';
type CellKind = ColumnKind | 'text strong' | 'number strong';

type Column<Row> = {
  title: string;
  kind?: ColumnKind;
  strong?: (row: Row) => boolean;
  cell: (row: Row) => string;
};

/** The first column is the row's heading. */
export function tableView<Row>(given: {
  caption: string;
  empty: string;
  rows: readonly Row[];
  columns: readonly [Column<Row>, ...Column<Row>[]];
}): TableView {
  const [head, ...rest] = given.columns;
  return {
    caption: given.caption,
    empty: given.empty,
    columns: given.columns.map(({ title, kind }) => ({ title, kind: kind ?? 'text' })),
    rows: given.rows.map((row) => ({
      head: head.cell(row),
      cells: rest.map((column) => ({
        text: column.cell(row),
        kind: cellKind(column.kind ?? 'text', column.strong?.(row) ?? false),
      })),
    })),
  };
}

function cellKind(kind: ColumnKind, strong: boolean): CellKind {
  return strong ? `${kind} strong` : kind;
}
