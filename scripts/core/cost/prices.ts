/**
 * The price table: `prices.json`, one dated list with a source for every price. A price that nobody has looked up for a region is not there:
 * what it would be for is told as not counted, and never guessed.
 */
import { OperatorError } from "../../errors";
import table from "./prices.json";

/** Where a price was read. */
export interface PriceSource {
  readonly url: string;
  /** Date that AWS gave the list, where it is known. */
  readonly published: string | null;
  /** Date of the reading. */
  readonly read: string;
  /** Through what it was read: this project's tests reach no AWS page. */
  readonly how: string;
}

export interface Price {
  readonly id: string;
  /** Of what one is counted. */
  readonly unit: string;
  /** How many of them `usd` is for. */
  readonly per: number;
  readonly usd: number;
  readonly source: string;
}

interface Row {
  readonly id: string;
  readonly unit: string;
  readonly per: number;
  /** By region; `*` where the source says that it is the same in all. */
  readonly usd: Readonly<Record<string, number>>;
  readonly source: string;
}

/** Date of the table. */
export const PRICES_AS_OF: string = table.asOf;

export const PRICE_SOURCES: Readonly<Record<string, PriceSource>> = table.sources;

export const PRICE_ROWS: readonly Row[] = table.prices.map((row) => ({
  ...row,
  usd: row.usd as Record<string, number>,
}));

/** Regions that the table has prices of. */
export const PRICE_REGIONS: readonly string[] = [
  ...new Set(PRICE_ROWS.flatMap(({ usd }) => Object.keys(usd)).filter((region) => region !== "*")),
].sort();

/** @returns `undefined` where the table has no price of it for the region. */
export function priceOf(id: string, region: string): Price | undefined {
  const row = PRICE_ROWS.find((each) => each.id === id);
  const usd = row?.usd[region] ?? row?.usd["*"];
  return row === undefined || usd === undefined ? undefined : { ...row, usd };
}

/** What a region costs: its own prices, or those of a region that the user named in its place. */
export interface Pricing {
  /** The region whose prices are taken. @throws OperatorError `usage`, where the table has none and no other region was named. */
  regionFor(region: string): string;
}

/** @throws OperatorError `usage`, where the table has no prices of the region that stands in. */
export function pricing(instead?: string): Pricing {
  const known = (region: string): boolean => PRICE_REGIONS.includes(region);
  if (instead !== undefined && !known(instead))
    throw unknownRegion(`no prices are known of '${instead}'`, "name one of them with --prices-of");
  return {
    regionFor(region) {
      if (known(region)) return region;
      if (instead !== undefined) return instead;
      throw unknownRegion(
        `no prices are known of '${region}'`,
        "give --prices-of REGION to estimate with the prices of one of them",
      );
    },
  };
}

function unknownRegion(problem: string, hint: string): OperatorError {
  return new OperatorError(
    "usage",
    `${problem}; the table of ${PRICES_AS_OF} has ${PRICE_REGIONS.join(", ")}`,
    {
      hint,
    },
  );
}
