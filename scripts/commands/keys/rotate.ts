import { OUTPUT } from "../../../modules/backup-contract";
import { rotateByAlias } from "../../core/rotate/by-alias";
import { rotateOnDemand } from "../../core/rotate/on-demand";
import type { Rotation } from "../../core/rotate/outcome";
import type { KeyRotation } from "../../core/rotate/ports";
import { versionPlan } from "../../core/rotate/version-plan";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface RotateOptions {
  readonly settings: Settings;
  /** Whether there is a `--key` on the command line; a variable may be about something else. */
  readonly keyGiven: boolean;
  /** Give the key other material, instead of the alias another key. */
  readonly onDemand: boolean;
  /** Name or ARN. @default - that of the outputs */
  readonly alias: string | undefined;
  /** Version of the stack, or key. @default - the version after the current one */
  readonly to: string | undefined;
  /** Days that material has to be old to be rotated on demand. @default 1 */
  readonly minAgeDays: number | undefined;
  /** Days before its expiry from which on material is warned about. */
  readonly warnDays: number;
  /** Do it; without it, only the plan is shown. */
  readonly yes: boolean;
}

/** Moves an alias to its next key, or gives a key other material. */
export async function run(options: RotateOptions, io: CommandIo): Promise<Report> {
  const kms = await io.services.rotation(options.settings);
  const { status, plan, warnings, next, data } = await (options.onDemand ? onDemand : byAlias)(
    options,
    kms,
    io.now(),
  );
  for (const warning of warnings) io.output.warn(warning);
  const more = status === "planned" ? ["nothing was changed: add --yes to do it", ...next] : next;
  return { data: { ...data, status, plan, warnings, next: more }, lines: [...plan, ...more] };
}

async function byAlias(options: RotateOptions, kms: KeyRotation, now: Date): Promise<Rotation> {
  const { settings, to, warnDays, yes: confirmed } = options;
  if (options.minAgeDays !== undefined)
    throw new OperatorError("usage", "--min-age goes with --on-demand only", { hint: "leave it out" });
  const { outputs, outputsFrom } = settings;
  if (options.keyGiven)
    throw new OperatorError("usage", "--key goes with --on-demand only", {
      hint: "name the key to rotate to with --to, and what stands for it with --alias",
    });
  const ofOutputs = outputs[OUTPUT.alias];
  const alias = options.alias ?? (typeof ofOutputs === "string" ? ofOutputs : undefined);
  if (alias === undefined) throw notGiven("alias", settings, "give --alias NAME, or --outputs FILE");
  if (options.alias !== undefined && typeof ofOutputs === "string" && options.alias !== ofOutputs)
    throw new OperatorError(
      "usage",
      `two plans contradict each other: --alias ${alias}, and ${ofOutputs} of the outputs`,
      {
        hint: "leave out --alias or --outputs",
      },
    );
  const plan = versionPlan(
    outputs[OUTPUT.keyVersions],
    outputs[OUTPUT.keyVersion],
    outputsFrom?.described ?? "",
  );
  return rotateByAlias({ alias, to, plan, confirmed, now, warnDays }, kms);
}

async function onDemand(options: RotateOptions, kms: KeyRotation, now: Date): Promise<Rotation> {
  const { settings, minAgeDays = 1, warnDays, yes: confirmed } = options;
  for (const name of ["alias", "to"] as const)
    if (options[name] !== undefined)
      throw new OperatorError("usage", `--${name} and --on-demand exclude each other: two plans contradict`, {
        hint: "a rotation on demand keeps key and alias: give --key",
      });
  if (settings.outputs[OUTPUT.keyVersions] !== undefined)
    throw new OperatorError("usage", "the stack rotates its key by versions: two plans contradict", {
      hint: "leave out --on-demand, or name a key with --key and without --outputs",
    });
  const [key, second] = settings.openKeys;
  if (key === undefined) throw notGiven("key", settings, "give --key ARN (or an alias), or --outputs FILE");
  if (second !== undefined)
    throw new OperatorError("usage", `one key is needed, got ${settings.openKeys.length}`, {
      hint: "give --key once",
    });
  return rotateOnDemand({ key, minAgeDays, confirmed, now, warnDays }, kms);
}
