import { type Estimate, estimate } from "../../core/cost/estimate";
import { synthesesIn } from "../../core/cost/folder";
import { type Pricing, pricing } from "../../core/cost/prices";
import type { Profile } from "../../core/cost/profile/fields";
import { type ProfileInput, parseProfileFile, profileOf } from "../../core/cost/profile/parse";
import { OUTPUTS_LEAVE_OUT, synthesisOfOutputs } from "../../core/cost/synthesis/from-outputs";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { readSmallFile } from "../signatures/read-small-file";
import { costReport } from "./cost-report";

/** Where stacks are, unless somebody says otherwise. */
const DEFAULT_FOLDER = "cdktf.out";

/** Longer than any profile: 1 MiB. */
const MAX_PROFILE_BYTES = 1024 ** 2;

export interface CostOptions {
  readonly settings: Settings;
  /** `cdktf.out`, the folder of a stack in it, or its `cdk.tf.json`. @default - the outputs, else `cdktf.out` */
  readonly folder: string | undefined;
  /** The only stack of the folder to look at. */
  readonly stack: string | undefined;
  /** File with a usage profile. */
  readonly profile: string | undefined;
  /** `NAME=VALUE` pairs over the file. */
  readonly usage: readonly string[];
  /** Flags over both, by names of the profile. */
  readonly flags: ProfileInput;
  /** Region whose prices stand in for those that are not known. */
  readonly pricesOf: string | undefined;
}

/** Estimates the monthly cost of stacks; nobody is asked for anything, and no credentials are needed. */
export async function run(
  options: CostOptions,
  { output, stdout }: Pick<CommandIo, "output" | "stdout">,
): Promise<Report> {
  const prices = pricing(options.pricesOf);
  const profile = profileOf(await profileInput(options));
  const found = await estimates(options, profile, prices);
  for (const each of withoutEffect(options, profile, found)) output.warn(each);
  return costReport(found, stdout.columns);
}

/** What the profile says in vain. */
function withoutEffect(
  options: CostOptions,
  { prefixes, retentionInDays }: Profile,
  found: readonly Estimate[],
): readonly string[] {
  const known = new Set(found.flatMap((each) => each.prefixes));
  const unknown = Object.keys(prefixes).filter((prefix) => !known.has(prefix));
  return [
    ...unknown.map(
      (prefix) =>
        `the usage profile speaks of the prefix '${prefix}', which no stack has; they have: ${[...known].join(", ") || "none"}`,
    ),
    ...(retentionInDays !== undefined && takesFolder(options)
      ? ["retentionInDays has no effect: the stack itself says how long backups are kept"]
      : []),
  ];
}

const takesFolder = ({ folder, settings }: CostOptions): boolean =>
  folder !== undefined || settings.outputsFrom === undefined;

async function estimates(
  options: CostOptions,
  profile: Profile,
  prices: Pricing,
): Promise<readonly Estimate[]> {
  const { settings, folder, stack } = options;
  const { outputs, outputsFrom, region } = settings;
  if (takesFolder(options) || outputsFrom === undefined) {
    const stacks = await synthesesIn(folder ?? DEFAULT_FOLDER, stack);
    return stacks.map((each) => estimate(each, profile, prices));
  }
  const { described, file } = outputsFrom;
  const synthesis = synthesisOfOutputs(outputs, described, region, profile.retentionInDays);
  const found = estimate({ ...synthesis, stack: stack ?? file }, profile, prices);
  return [{ ...found, notCounted: [...found.notCounted, OUTPUTS_LEAVE_OUT] }];
}

async function profileInput({ profile: file, usage, flags }: CostOptions): Promise<ProfileInput> {
  const own =
    file === undefined
      ? {}
      : parseProfileFile((await readSmallFile(file, MAX_PROFILE_BYTES, "a usage profile")).toString(), file);
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return { ...own, ...Object.fromEntries([...usage.map(pair), ...given]) };
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new OperatorError("usage", `--usage must be NAME=VALUE, got '${text}'`, {
    hint: "see docs/cost.md for the names",
  });
}
