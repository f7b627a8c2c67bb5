/**
 * The bundle: the checked rulebook as the desk wrote it. These types say what of it this engine reads; keys it does
 * not know are left alone, so a newer rulebook may carry more. Days are day numbers; an expression is its place in
 * `nodes`. A field that is left out has the model's default.
 */

import type { Package } from "./package.ts";
import type { PeriodKind } from "./period.ts";

/** The newest format that this engine reads. Every older one is read too. */
export const NEWEST_FORMAT = 1;

export type Language = "id" | "en";
export type Label = Readonly<Record<Language, string>>;

/** The place of an expression in the table of nodes. */
export type NodeAt = number;

/** One operation with its arguments: places of nodes, codes of words, numbers, or a duration [unit, count]. */
export type NodeRow = readonly [operation: string, ...args: readonly unknown[]];

export interface Word {
  readonly code: string;
  readonly label: Label;
  readonly kind: "number" | "count" | "yes_no" | "choice" | "text" | "dose" | "event" | "day";
  readonly unit?: string;
  readonly possible?: readonly [number, number];
  readonly plausible?: readonly [number, number];
  /** How many decimals are measured; left out where tools differ. */
  readonly decimals?: number;
  readonly choices?: readonly { readonly code: string; readonly label: Label }[];
  readonly sensitive?: string;
  readonly derived?: string;
}

export interface Source {
  readonly document: string;
  readonly section: string;
  readonly confidence: string;
  readonly to_check?: string;
}

/** What every rule has. */
export interface Rule {
  readonly id: string;
  readonly label: Label;
  readonly source: Source;
  readonly in_force: { readonly since: number; readonly until?: number };
  readonly subject?: string;
  readonly sensitive?: string;
}

export interface Setting {
  readonly id: string;
  readonly label: Label;
  readonly node: NodeAt;
}

export interface Definition {
  readonly id: string;
  readonly label: Label;
  readonly node: NodeAt;
  /** Of its answer: number, day, truth, choice, window or duration. */
  readonly type: string;
}

export interface Group extends Rule {
  readonly ruleset: string;
  readonly when: NodeAt;
}

export interface Service extends Rule {
  readonly eligible: NodeAt;
  readonly start: NodeAt;
  readonly done: NodeAt;
  readonly late?: NodeAt;
  readonly overdue?: NodeAt;
  readonly overdue_when?: NodeAt;
  readonly closes?: NodeAt;
  readonly not_before?: readonly NodeAt[];
  readonly at?: readonly string[];
  readonly say?: Label;
  readonly urgent?: boolean;
}

export interface Step {
  readonly action: "counsel" | "refer" | "visit" | "revisit" | "notify" | "give";
  readonly what: string;
  readonly within?: string;
  readonly note?: Label;
}

export interface FindingClass {
  readonly id: string;
  readonly label: Label;
  readonly when: NodeAt;
  readonly severity: "info" | "green" | "yellow" | "red" | "danger";
  readonly say: Label | null;
  readonly then: readonly Step[];
  readonly placeholders?: Readonly<Record<string, NodeAt>>;
  /** For a placeholder that gives a choice: the word whose labels it is said with. */
  readonly placeholder_words?: Readonly<Record<string, string>>;
  readonly plain?: Label;
}

export interface Finding extends Rule {
  readonly eligible: NodeAt;
  readonly classes: readonly FindingClass[];
  readonly audience: string;
  readonly single?: boolean;
}

export interface Part {
  readonly id: string;
  readonly label: Label;
  readonly node: NodeAt;
}

export interface Indicator extends Rule {
  readonly period: PeriodKind;
  readonly among: NodeAt;
  readonly parts: readonly Part[];
  readonly better: "higher" | "lower";
  /** The programme's targets in percent, by the year from which each holds; "0": from the beginning. */
  readonly targets?: Readonly<Record<string, number>>;
  /** A kader's own area page shows it. */
  readonly for_kader?: boolean;
  readonly mean_of?: NodeAt;
  readonly unit?: string;
}

export interface Topic {
  readonly id: string;
  readonly label: Label;
  readonly points?: readonly Label[];
}

/** A column of coefficients: `steps` summed up `order` times, divided by 10 ** `scale`. */
export interface GrowthColumn {
  readonly scale: number;
  readonly order: number;
  readonly steps: readonly number[];
}

export interface GrowthTable {
  readonly file: string;
  readonly key: "day" | "month" | "length_cm";
  readonly from_day: number;
  readonly until_day: number;
  readonly first: number;
  readonly rows_per_unit: number;
  readonly female: readonly GrowthColumn[];
  readonly male: readonly GrowthColumn[];
}

export interface GrowthIndex {
  readonly name: string;
  readonly measure: "weight_kg" | "length_cm" | "head_cm" | "muac_cm" | "bmi";
  readonly weight_based: boolean;
  readonly extrapolate_beyond: number | null;
  readonly implausible_below: number;
  readonly implausible_above: number;
  readonly tables: readonly GrowthTable[];
}

/** How charts are drawn: pages in months of age, scores of the curves, and the bands and lines of the KMS. */
export interface ChartRules {
  readonly pages_months: readonly (readonly [low: number, high: number])[];
  readonly curves: readonly number[];
  readonly kms_index: string;
  readonly kms_bands: readonly {
    readonly low: number;
    readonly high: number;
    readonly colour: string;
  }[];
  readonly kms_red_line: number;
  readonly kms_orange_line: number;
}

export interface Growth {
  readonly days_in_a_month: number;
  readonly decimals: number;
  readonly standing_from_day: number;
  readonly position_correction_cm: number;
  readonly minimum_gain_g: Readonly<Record<"female" | "male", readonly number[]>>;
  readonly last_status_month: number;
  /** Bundles of before the charts have them not. */
  readonly charts?: ChartRules;
  readonly indices: readonly GrowthIndex[];
}

/** What texts are made of besides labels, in one language. */
export interface Phrases {
  readonly yes: string;
  readonly no: string;
  readonly decimal: string;
  readonly clock: string;
  readonly months: readonly string[];
  /** What is wrong with a typed value, by its kind. */
  readonly problems?: Readonly<Record<string, string>>;
  /** Units that are words and are said otherwise in this language. */
  readonly units: Readonly<Record<string, string>>;
  readonly steps: {
    readonly actions: Readonly<Record<Step["action"], string>>;
    readonly within: string;
    /** Said of what must be done within 0 days; bundles of before have it not. */
    readonly today?: string;
    readonly units: Readonly<Record<string, string>>;
  };
}

export interface Bundle {
  readonly format: number;
  readonly rulebook: string;
  readonly nodes: readonly NodeRow[];
  readonly words: readonly Word[];
  readonly settings?: readonly Setting[];
  readonly definitions?: readonly Definition[];
  readonly groups?: readonly Group[];
  readonly services?: readonly Service[];
  readonly findings?: readonly Finding[];
  readonly indicators?: readonly Indicator[];
  readonly topics?: readonly Topic[];
  readonly packages?: readonly Package[];
  /** Of rules that a district brought or changed: the sentence that says so. */
  readonly origins?: Readonly<Record<string, Label>>;
  readonly growth?: Growth;
  readonly phrases?: Readonly<Record<Language, Phrases>>;
}

/** A bundle that this engine cannot run: it is newer than the engine, or is no bundle. */
export class BundleRefused extends Error {}

/** The bundle in canonical bytes' text. Throws BundleRefused for what is no bundle or a newer format. */
export function readBundle(text: string): Bundle {
  const data: unknown = JSON.parse(text);
  if (typeof data !== "object" || data === null || !("format" in data) || !("nodes" in data)) {
    throw new BundleRefused("this is no bundle of a rulebook");
  }
  const bundle = data as Bundle;
  if (!(bundle.format >= 1 && bundle.format <= NEWEST_FORMAT)) {
    throw new BundleRefused(
      `the bundle has format ${bundle.format}; this app reads up to ${NEWEST_FORMAT}: update the app`,
    );
  }
  return bundle;
}
