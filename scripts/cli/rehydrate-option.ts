/** `--rehydrate [tier]`: the word behind it is a tier only if it is one. */
import { InvalidArgumentError, Option } from "commander";

const FLAG = "--rehydrate";

/** Source: S3 API Reference, `GlacierJobParameters`. */
const TIERS = ["Expedited", "Standard", "Bulk"] as const;
type Tier = (typeof TIERS)[number];

/** Hours, and not minutes for many times the price. */
const DEFAULT_TIER: Tier = "Standard";

const tierOf = (text: string | undefined): Tier | undefined =>
  TIERS.find((tier) => tier.toLowerCase() === text?.toLowerCase());

export const REHYDRATE_OPTIONS: readonly Option[] = [
  new Option(
    `${FLAG} [tier]`,
    `ask S3 to bring the backup back from an archive (Glacier), and restore it if it is there: ${TIERS.join(", ")}; without a directory, only ask and tell (default: ${DEFAULT_TIER})`,
  ).argParser((text: string) => {
    const tier = tierOf(text);
    if (tier === undefined) throw new InvalidArgumentError(`It must be one of ${TIERS.join(", ")}.`);
    return tier;
  }),
  new Option("--rehydrate-days <days>", "how long the copy stays (default: 7)").argParser((text: string) => {
    if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
    throw new InvalidArgumentError("It must be a whole number of days above 0.");
  }),
];

/** Gives the flag its default where another argument follows it, which commander would take for its value. */
export function withTier(argv: readonly string[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, index) =>
    word === FLAG && index < end && tierOf(argv[index + 1]) === undefined ? `${FLAG}=${DEFAULT_TIER}` : word,
  );
}
