import type { FactOrigin } from '#facts';
import type { Disclosure } from '#privacy';
import type { Member } from './cohort/member.ts';
import type { FactReader } from './facts/fact-reader.ts';
import type { Figure } from './figure.ts';
import type { Frame } from './frame/frame.ts';
import type { Dimension } from './kpi.schema.ts';
import type { KpiDefinition } from './kpi-definition.ts';
import type { Feed } from './freshness/feed.ts';

/** One KPI from the log to figures. Its facts are loaded once and then read with as many frames as are asked for. */
export interface KpiLoader {
  readonly definition: KpiDefinition;
  /** what its groups reveal of people, and so how large they must be; null: its groups are not of people */
  readonly reveals: 'scores' | 'counts' | null;
  readonly people: PeopleInDetails;
  /**
   * Details of a row that count its people by what the auditor does not look at: left out of every row of a breakdown that hides
   * one, for with the whole they would tell of the hidden.
   */
  readonly unaudited: readonly string[];
  /** how its people are counted; null: its groups are not of people */
  readonly counting: Counting | null;
  load(reader: FactReader): Promise<Loaded>;
}

/**
 * Which details name people, for readers with the scope `people` alone: of a list the property that names one in each
 * row, or null when the whole detail is about people.
 */
export type PeopleInDetails = Readonly<Record<string, string | null>>;

/** Which kinds of people make up n, and which sums of kinds only grow. */
export type Counting = Pick<Disclosure, 'sizes' | 'lasting'>;

/** A member as a KPI counts people: each as one kind at most. */
export interface CountedMember {
  readonly member: Member;
  /** null: counted nowhere in what is published */
  readonly kind: string | null;
}

export interface Loaded {
  /** all facts that it is made of, beside the definition and the identities: where these are the same, so is every reading */
  readonly facts: readonly (readonly FactOrigin[])[];
  at(frame: Frame): Reading;
}

/** The facts of a KPI as read with one frame. */
export interface Reading {
  /** what arrived by the frame's moment, for the freshness */
  readonly feed: Feed;
  whole(): Figure;
  /** a figure for each group; empty when the dimension means nothing here */
  by(dimension: Dimension): readonly GroupFigure[];
  /** everybody of the groups; empty when they are not of people */
  counted(): readonly CountedMember[];
}

export interface GroupFigure {
  readonly key: string;
  readonly title: string;
  readonly figure: Figure;
}
