/** The row of what CloudTrail knows of a key. */
import { InvalidArgumentError, Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { moment } from "../moment";
import { OPTION } from "../options";

/** A page has 50 events, and two a second are answered: ten seconds a look-up. */
const DEFAULT_MAX_PAGES = 20;
const DAY_MS = 24 * 3_600_000;

const pages = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 9999.");
};

export const AUDIT_COMMANDS: readonly CommandSpec[] = [
  {
    name: "audit",
    summary:
      "look up recent events of the key in CloudTrail, failed decrypts first, by who, error and names of the encryption context",
    options: [
      OPTION.key(),
      new Option("--since <time>", "a day, a time with its zone, or how long ago, such as 6h; 90d at most")
        .argParser(moment)
        .default(DAY_MS, "24h"),
      new Option(
        "--until <time>",
        "the same; the end of the time that is looked at (default: now)",
      ).argParser(moment),
      new Option(
        "--max-pages <n>",
        "of 50 events each, that are read of each of the four look-ups of a key; two are read a second",
      )
        .argParser(pages)
        .default(DEFAULT_MAX_PAGES),
    ],
    example: "audit --outputs cdktf.outputs.json --since 7d",
    prepare: async ({ since, until, maxPages }) => {
      const { run } = await import("../../commands/audit/audit");
      return (settings, io) => run({ settings, since, until, maxPages }, io);
    },
  },
];
