/** Tables of docs/cost.md and README. */

import {
  PRICE_REGIONS,
  PRICE_ROWS,
  PRICE_SOURCES,
  PRICES_AS_OF,
  priceOf,
} from "../../scripts/core/cost/prices";
import { type Field, PROFILE_FIELDS } from "../../scripts/core/cost/profile/fields";
import { formatUsd } from "../../scripts/core/cost/words";
import { estimateOf } from "./synthesized";

/** Every price, by region, with the number of its source; then the sources. */
export function pricesBlock(): readonly string[] {
  const ids = Object.keys(PRICE_SOURCES);
  return [
    `The table of ${PRICES_AS_OF}, in USD:`,
    "",
    `| price | for | ${PRICE_REGIONS.join(" | ")} | source |`,
    `| --- | --- | ${PRICE_REGIONS.map(() => "---").join(" | ")} | --- |`,
    ...PRICE_ROWS.map(({ id, unit, per, source }) => {
      const cells = PRICE_REGIONS.map((region) => priceOf(id, region)?.usd ?? "not known");
      const unitText = per === 1 ? `1 ${unit}` : `${per.toLocaleString("en")} ${unit}s`;
      return `| \`${id}\` | ${unitText} | ${cells.join(" | ")} | ${ids.indexOf(source) + 1} |`;
    }),
    "",
    ...Object.values(PRICE_SOURCES).map(
      ({ url, published, read, how }, at) =>
        `${at + 1}. <${url}>${published === null ? "" : `, published ${published}`}, read ${read}: ${how}.`,
    ),
  ];
}

/** Every key of a usage profile. */
export function usageBlock(): readonly string[] {
  return [
    "| key | default | meaning |",
    "| --- | --- | --- |",
    ...Object.entries<Field>(PROFILE_FIELDS).map(
      ([name, { default: value = "none", description }]) => `| \`${name}\` | ${value} | ${description} |`,
    ),
  ];
}

/** README's table: what the default stack creates, and what of it costs how much. */
export function readmeBlock(golden: string): readonly string[] {
  const { items, totalUsd, region } = estimateOf(golden, "etcd-ca-backup", {});
  const of = (pattern: RegExp): string =>
    formatUsd(
      items.filter(({ what }) => pattern.test(what)).reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0),
    );
  const key = priceOf("kms.key", region)?.usd;
  const version = priceOf("kms.rotatedVersion", region)?.usd;
  const gib = priceOf("s3.storage.STANDARD", region)?.usd;
  return [
    "| resource | why | USD a month |",
    "| --- | --- | --- |",
    `| KMS key with yearly rotation, alias | encrypts backups and bucket | ${key}, and ${version} more after each of the first two rotations |`,
    "| three roles, one instance profile; keeper, tester and rekeyer on request | writer, restorer, administrator: [who may do what](docs/permissions.md) | nothing |",
    `| S3 bucket: versioned, private, TLS 1.2, no overwrites, expiry per prefix | holds the backups | ${gib} for a GiB: ${of(/versions/)} for a backup of 64 MiB a day under each prefix, and ${of(/^(requests|data keys)/)} for requests to S3 and KMS |`,
    `| **together** | | **${formatUsd(totalUsd)}** in the first year |`,
    "",
    `AWS's list prices in ${region} as of ${PRICES_AS_OF}. \`npx cdktf synth\`, then \`sealstack cost\`, gives the figures of your own stacks, line by line: [what it counts, and where prices come from](docs/cost.md).`,
  ];
}
