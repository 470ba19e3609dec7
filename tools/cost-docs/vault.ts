/** What one vault costs beside a bucket and a key for each account and region, for docs/presets/vault-account.md. */
import { PRICES_AS_OF } from "../../scripts/core/cost/prices";
import { formatUsd } from "../../scripts/core/cost/words";
import { estimateOf } from "./synthesized";

const FLEETS = [
  { accounts: 2, regions: 1 },
  { accounts: 10, regions: 2 },
  { accounts: 50, regions: 2 },
  { accounts: 100, regions: 3 },
] as const;

/** Of each account in each region. */
const GIB = 5;
const WRITES = 750;
const READS = 50;

const usage = (places: number) => ({
  storedSize: `${GIB * places}GiB`,
  writesPerMonth: WRITES * places,
  readsPerMonth: READS * places,
});

/**
 * @param vault the synthesized stack of the vault
 * @param place that of a bucket and a key which one account keeps for another in one region
 */
export function vaultBlock(vault: string, place: string): readonly string[] {
  const cost = (text: string, places: number): number =>
    estimateOf(text, "vault-account", usage(places)).totalUsd;
  return [
    "| accounts | regions of each | one vault, USD a month | a bucket and a key for each, USD a month |",
    "| ---: | ---: | ---: | ---: |",
    ...FLEETS.map(({ accounts, regions }) => {
      const places = accounts * regions;
      return `| ${accounts} | ${regions} | ${formatUsd(cost(vault, places))} | ${formatUsd(places * cost(place, 1))} |`;
    }),
    "",
    `With ${GIB} GiB, ${WRITES} writes and ${READS} reads of each account in each region, at AWS's list prices of eu-central-1 as of ${PRICES_AS_OF}. What moves to the region of the vault from others is not in it.`,
  ];
}
