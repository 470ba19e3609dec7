/** From quantities to amounts. */
import { PRICE_REGIONS, type Price, type Pricing, priceOf } from "./prices";

/** Something that AWS counts, in a month. */
export interface Quantity {
  /** What it is, for people. */
  readonly what: string;
  /** Of which resource: its address, or what stands for several. */
  readonly of: string;
  readonly region: string;
  /** Id of its price. */
  readonly price: string;
  /** Of the price's unit. */
  readonly quantity: number;
}

/** A line of the bill. */
export interface Item extends Quantity {
  readonly unit: string;
  /** USD for `per` units. */
  readonly unitPriceUsd: number;
  readonly per: number;
  readonly monthlyUsd: number;
}

export interface Bill {
  readonly items: readonly Item[];
  readonly totalUsd: number;
  /** What has no price in the table. */
  readonly withoutPrice: readonly string[];
}

/**
 * Bills what there is any of.
 * @throws OperatorError `usage` for a region without prices.
 */
export function bill(quantities: readonly Quantity[], { regionFor }: Pricing): Bill {
  const items: Item[] = [];
  const withoutPrice = new Set<string>();
  for (const each of quantities) {
    const region = regionFor(each.region);
    const price = priceOf(each.price, region);
    if (each.quantity === 0) continue;
    if (price === undefined)
      withoutPrice.add(
        `${each.what}: the table has no price '${each.price}' for ${region}${elsewhere(each.price)}`,
      );
    else items.push(itemOf(each, price));
  }
  const totalUsd = items.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  return { items, totalUsd, withoutPrice: [...withoutPrice] };
}

/** What it costs where somebody looked, which says nothing about elsewhere, but how much it may be. */
function elsewhere(id: string): string {
  const known = PRICE_REGIONS.flatMap((region) => {
    const price = priceOf(id, region);
    return price === undefined ? [] : [{ region, ...price }];
  });
  const [first] = known;
  if (first === undefined) return "";
  const usd = known.map((each) => `${each.usd} in ${each.region}`).join(", ");
  return `; it is ${usd}, for ${first.per.toLocaleString("en")} ${first.unit}${first.per === 1 ? "" : "s"}`;
}

function itemOf(quantity: Quantity, { unit, usd, per }: Price): Item {
  return { ...quantity, unit, unitPriceUsd: usd, per, monthlyUsd: (quantity.quantity / per) * usd };
}
