import type { Item } from "../core/cost/billing";
import { type BucketKeySaving, type Estimate, NEVER_COUNTED } from "../core/cost/estimate";
import { PRICE_ROWS, PRICE_SOURCES, PRICES_AS_OF } from "../core/cost/prices";
import type { Report } from "../output";
import { formatTable } from "./format";

/** The tables of estimates, what they leave out, and where their prices come from. */
export function costReport(estimates: readonly Estimate[]): Report {
  const totalUsd = estimates.reduce((sum, each) => sum + each.totalUsd, 0);
  const sources = sourcesOf(estimates);
  const several = estimates.length > 1;
  return {
    data: {
      pricesAsOf: PRICES_AS_OF,
      currency: "USD",
      totalUsd,
      stacks: estimates,
      neverCounted: NEVER_COUNTED,
      sources,
    },
    lines: [
      ...estimates.flatMap((each) => [...stackLines(each), ""]),
      ...(several ? [`all stacks together: ${formatUsd(totalUsd)} USD a month`, ""] : []),
      ...notCountedLines(estimates),
      `prices of ${PRICES_AS_OF}, without taxes; --json has the source of each, docs/cost.md what is assumed`,
    ],
  };
}

function stackLines({ stack, region, items, totalUsd, pricedAs, bucketKeys }: Estimate): string[] {
  const places = Object.entries(pricedAs).map(
    ([there, as]) => `  no prices are known of ${there}: those of ${as} stand in`,
  );
  return [
    `${stack} (${region}): ${formatUsd(totalUsd)} USD a month`,
    ...places,
    ...formatTable([
      ["item", "quantity", "unit price", "USD a month"],
      ...items.map((item) => itemCells(item, region)),
    ]).map((line) => `  ${line}`),
    ...bucketKeys.map((each) => `  ${bucketKeyLine(each)}`),
  ];
}

/** The region stands there where it is not the stack's. */
function itemCells(item: Item, home: string): string[] {
  const { what, of, region, monthlyUsd } = item;
  const place = region === home ? "" : ` (${region})`;
  return [`${of}: ${what}${place}`, quantityText(item), unitPriceText(item), formatUsd(monthlyUsd)];
}

/** `3 alarm-months`, `1.2 GiB` */
export function quantityText({ quantity, unit }: Pick<Item, "quantity" | "unit">): string {
  return `${formatQuantity(quantity)} ${unit}${quantity === 1 || unit === "GiB" ? "" : "s"}`;
}

export function unitPriceText({ unitPriceUsd, per }: Pick<Item, "unitPriceUsd" | "per">): string {
  return per === 1 ? `${unitPriceUsd}` : `${unitPriceUsd} for ${per.toLocaleString("en")}`;
}

export function bucketKeyLine({
  bucket,
  on,
  requestsWith,
  requestsWithout,
  usdWith,
  usdWithout,
}: BucketKeySaving): string {
  const [is, not] = on ? ["has a", "without it"] : ["has no", "with one"];
  const [now, then] = on ? [requestsWith, requestsWithout] : [requestsWithout, requestsWith];
  const [usdNow, usdThen] = on ? [usdWith, usdWithout] : [usdWithout, usdWith];
  return `${bucket} ${is} bucket key: S3 asks KMS about ${formatQuantity(now)} times (${formatUsd(usdNow)} USD); ${not}, ${formatQuantity(then)} times (${formatUsd(usdThen)} USD)`;
}

function notCountedLines(estimates: readonly Estimate[]): string[] {
  const own = [...new Set(estimates.flatMap(({ notCounted }) => notCounted))];
  return ["not counted", ...[...own, ...NEVER_COUNTED].map((each) => `  ${each}`), ""];
}

/** The sources of the prices that an estimate uses. */
function sourcesOf(estimates: readonly Estimate[]): Readonly<Record<string, unknown>> {
  const used = new Set(estimates.flatMap(({ items }) => items.map(({ price }) => price)));
  const rows = PRICE_ROWS.filter(({ id }) => used.has(id));
  return Object.fromEntries(rows.map(({ id, source }) => [id, PRICE_SOURCES[source]]));
}

/** Two decimals, and what is less than half a cent by name. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.005 ? "<0.01" : usd.toFixed(2);
}

/** Three digits that say something, or all of a whole number. */
export function formatQuantity(quantity: number): string {
  if (Number.isInteger(quantity) || quantity >= 1000) return Math.round(quantity).toLocaleString("en");
  return Number(quantity.toPrecision(3)).toString();
}
