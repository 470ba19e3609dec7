import type { Item } from "../../core/cost/billing";
import { type Estimate, NEVER_COUNTED } from "../../core/cost/estimate";
import { PRICE_ROWS, PRICE_SOURCES, PRICES_AS_OF } from "../../core/cost/prices";
import { bucketKeyLine, formatUsd, quantityText, unitPriceText } from "../../core/cost/words";
import type { Report } from "../../output/output";
import { formatTable } from "../format";

/** The tables of estimates, what they leave out, and where their prices come from. */
export function costReport(estimates: readonly Estimate[], columns: number | undefined): Report {
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
      ...estimates.flatMap((each) => [...stackLines(each, columns), ""]),
      ...(several ? [`all stacks together: ${formatUsd(totalUsd)} USD a month`, ""] : []),
      ...notCountedLines(estimates),
      `prices of ${PRICES_AS_OF}, without taxes; --json has the source of each, docs/cost.md what is assumed`,
    ],
  };
}

function stackLines(
  { stack, region, items, totalUsd, pricedAs, bucketKeys }: Estimate,
  columns: number | undefined,
): string[] {
  const places = Object.entries(pricedAs).map(
    ([there, as]) => `  no prices are known of ${there}: those of ${as} stand in`,
  );
  return [
    `${stack} (${region}): ${formatUsd(totalUsd)} USD a month`,
    ...places,
    ...formatTable(
      [["item", "quantity", "unit price", "USD a month"], ...items.map((item) => itemCells(item, region))],
      columns,
      { indent: 2 },
    ),
    ...bucketKeys.map((each) => `  ${bucketKeyLine(each)}`),
  ];
}

/** The region stands there where it is not the stack's. */
function itemCells(item: Item, home: string): string[] {
  const { what, of, region, monthlyUsd } = item;
  const place = region === home ? "" : ` (${region})`;
  return [`${of}: ${what}${place}`, quantityText(item), unitPriceText(item), formatUsd(monthlyUsd)];
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
