/** The block of a preset's page: what it costs as its golden file has it, with the usage that stands there. */

import type { Estimate } from "../../scripts/core/cost/estimate";
import { PRICES_AS_OF } from "../../scripts/core/cost/prices";
import type { ProfileInput } from "../../scripts/core/cost/profile/parse";
import { bucketKeyLine, formatUsd, quantityText, unitPriceText } from "../../scripts/core/cost/words";
import { estimateOf } from "./synthesized";

/** @param link to docs/cost.md, from the page. */
export function presetBlock(
  name: string,
  golden: string,
  usage: ProfileInput,
  link: string,
): readonly string[] {
  const found = estimateOf(golden, name, usage);
  const flags = Object.entries(usage).map(([key, value]) => ` --usage ${key}=${value}`);
  return [
    `About **${formatUsd(found.totalUsd)} USD a month** in ${found.region}, by default${usageText(usage)}, at AWS's list prices as of ${PRICES_AS_OF}:`,
    "",
    ...itemTable(found),
    "",
    ...[
      ...found.bucketKeys.map(bucketKeyLine),
      ...found.notCounted.map((each) => `Not counted: ${each}`),
    ].map((line) => `- ${line}.`),
    ...(found.bucketKeys.length + found.notCounted.length > 0 ? [""] : []),
    `[What is assumed](${link}). With your own numbers, after \`npx cdktf synth\`:`,
    "",
    "```",
    `sealstack cost cdktf.out --stack ${name}${flags.join("")}`,
    "```",
  ];
}

function usageText(usage: ProfileInput): string {
  const pairs = Object.entries(usage).map(([key, value]) => `\`${key}: ${value}\``);
  return pairs.length === 0 ? "" : ` and with ${pairs.join(", ")}`;
}

/** The lines of an estimate as a table of Markdown. */
export function itemTable({ items, totalUsd }: Pick<Estimate, "items" | "totalUsd">): readonly string[] {
  return [
    "| item | quantity | unit price | USD a month |",
    "| --- | --- | --- | --- |",
    ...items.map(
      (item) =>
        `| ${item.what}, \`${item.of}\` | ${quantityText(item)} | ${unitPriceText(item)} | ${formatUsd(item.monthlyUsd)} |`,
    ),
    `| **together** | | | **${formatUsd(totalUsd)}** |`,
  ];
}
