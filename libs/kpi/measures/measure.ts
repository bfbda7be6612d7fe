import type { Plan } from '#privacy';
import type { EvidenceEntry } from '../evidence/evidence.ts';
import type { FactReader } from '../facts/fact-reader.ts';
import type { Span } from '../figure.ts';
import type { Frame } from '../frame/frame.ts';
import type { Details, Dimension, Interval } from '../kpi.schema.ts';
import type { MeasureUnit } from './measure.schema.ts';
import type { Feed } from '../freshness/feed.ts';

/**
 * A supporting measure: what a program lead looks at beside the five KPIs. It has no target and no status. To add one,
 * write its file, and name it in the catalogue; HTTP, CSV, evidence and the hiding of small groups come with that.
 */
export interface Measure extends MeasureDefinition {
  /**
   * @param by one of `dimensions`, or null
   * @param hidden the groups that training completion hides, for measures whose rows are of other things and tell of groups
   */
  figure(reader: FactReader, frame: Frame, by: Dimension | null, hidden?: Plan): Promise<MeasureFigure>;
}

/** What a supporting measure counts, for whom, and how it may be asked. */
export interface MeasureDefinition {
  /** in URLs: small letters and hyphens */
  readonly id: string;
  readonly title: string;
  /** what is counted and how, for someone who has never seen this program */
  readonly definition: string;
  /** a change of the definition counts it up */
  readonly definitionVersion: string;
  /** of the headline; a row may have another */
  readonly unit: MeasureUnit;
  readonly selfReported: boolean;
  /** what it can be broken down by beside its own rows */
  readonly dimensions: readonly Dimension[];
  /** the dimension whose groups its own rows are; absent: they are of something else */
  readonly rowsOf?: Dimension;
  /** the columns of a breakdown are of the same people, fewer in each: a group hidden in one is hidden in all */
  readonly nestedColumns?: true;
  /** what a value reveals of the people it is made of, and so how many they must be; null: it is made of no people */
  readonly reveals: 'scores' | 'counts' | null;
  /** `people`: the rows are people, and so is nobody without that scope let in */
  readonly scope: 'read' | 'people';
  /** details of rows that name a person, for readers with the scope `people` alone */
  readonly names: readonly string[];
}

/** A value, and what it is made of. */
export interface MeasureValue {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly n: number;
  /** the people whom the value tells of, where `n` counts something else */
  readonly people?: number;
  readonly interval: Interval | null;
  /** why there is no value, as a sentence; null when there is one */
  readonly reason: string | null;
  readonly details: Details;
  readonly evidence: readonly EvidenceEntry[];
}

export interface MeasureFigure extends MeasureValue {
  readonly period: Span & { readonly closed: boolean };
  readonly excluded: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly rows: readonly MeasureRow[];
  readonly notes: readonly string[];
  /** what arrived by the frame's moment, for the freshness */
  readonly feed: Feed;
}

export interface MeasureRow extends MeasureValue {
  readonly key: string;
  readonly title: string;
  /** of a matrix; rows of one column stand beside each other as one table */
  readonly column: { readonly key: string; readonly title: string } | null;
  /** when it differs from the headline's */
  readonly unit?: MeasureUnit;
  /** too few people stand behind it, whatever its `n` */
  readonly hidden?: boolean;
}
