/** Estimates in words and figures, for the command and for documents. */
import type { Item } from "./billing";
import type { BucketKeySaving } from "./estimate";

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

/** Two decimals, and what is less than half a cent by name. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.005 ? "<0.01" : usd.toFixed(2);
}

/** Three digits that say something, or all of a whole number. */
export function formatQuantity(quantity: number): string {
  if (Number.isInteger(quantity) || quantity >= 1000) return Math.round(quantity).toLocaleString("en");
  return Number(quantity.toPrecision(3)).toString();
}
