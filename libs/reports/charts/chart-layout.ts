/** Size of labels in every chart, in CSS pixels: 7.9 pt. */
export const LABEL_SIZE = 10.5;

/** Height of `rows` rows and an axis below them. */
export function rowHeight(rows: number, perRow: number, axis = 18): number {
  return Math.max(1, rows) * perRow + axis;
}
