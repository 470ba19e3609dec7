import { AccessError } from "../../../access/evaluate/access-error";
import type { LiveComparison } from "../../../access/live/live";
import { openModels, openStacks } from "../../../access/read/open";
import { type AccessReport, hasDrift, isGain, reportData } from "../../../access/render/report";
import { reportOn } from "../../../access/report";
import { isAtLeast } from "../../../access/rules/check";
import type { Severity } from "../../../access/rules/rule";
import { stackValues } from "../../../access/sources/values";
import { type ExitName, OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { writeResult } from "../signatures/write-result";
import { accessLines } from "./access-lines";

/** Where stacks are, unless somebody says otherwise. */
const DEFAULT_PLACE = "cdktf.out";

export type AccessFormat = "table" | "json" | "sarif" | "markdown" | "html";

export interface AccessOptions {
  readonly place: string | undefined;
  readonly against: string | undefined;
  readonly format: AccessFormat;
  /** File, or `-`. */
  readonly out: string;
  readonly force: boolean;
  readonly failOn: Severity | undefined;
  readonly deletionWindowInDays: number | undefined;
  /** The only stack to look at. */
  readonly stack: string | undefined;
  /** Compare with the account of the credentials. */
  readonly live: boolean;
  readonly settings: Settings;
}

/** Tells who can do what; nobody is asked for anything, and no credentials are needed, unless it is compared with an account. */
export async function run(options: AccessOptions, io: CommandIo): Promise<Report> {
  const report = await reportFor(options, io);
  const { changes = [] } = report;
  const ending = endingOf(report, options.failOn);
  const exit = ending === undefined ? {} : { exit: ending };
  const text = await textOf(report, options, io);
  if (text === undefined)
    return { data: reportData(report), lines: accessLines(report, io.stdout.columns), ...exit };
  const toStdout = await writeResult(Buffer.from(text), options, io, { text: true });
  return {
    data: {
      out: options.out,
      format: options.format,
      newAccess: changes.some(isGain),
      ...(report.drift === undefined ? {} : { drifted: hasDrift(report) }),
      bytes: Buffer.byteLength(text),
    },
    lines: toStdout ? [] : [`${options.out} (${options.format}, ${Buffer.byteLength(text)} bytes)`],
    stdoutIsPayload: toStdout,
    ...exit,
  };
}

/** New access is told before all else, and what differs before what was not read. */
function endingOf(report: AccessReport, failOn: Severity | undefined): ExitName | undefined {
  const { changes = [], drift, stacks } = report;
  const found = (least: Severity) =>
    stacks.some(({ findings }) =>
      findings.some((each) => each.accepted === undefined && isAtLeast(each, least)),
    );
  if (changes.some(isGain) || (failOn !== undefined && found(failOn))) return "newAccess";
  if (drift === undefined) return undefined;
  if (hasDrift(report)) return "drift";
  return drift.some(({ notRead }) => notRead.length > 0) ? "partly" : undefined;
}

async function reportFor(options: AccessOptions, io: CommandIo): Promise<AccessReport> {
  const { place = DEFAULT_PLACE, against, stack, deletionWindowInDays } = options;
  try {
    if (options.live) return await liveFor(options, io);
    const models = chosen(await openModels(place), stack, place);
    const before = against === undefined ? undefined : chosen(await openModels(against), undefined, against);
    const same = before?.filter((each) => stack === undefined || each.stack === stack || before.length === 1);
    return reportOn(models, same, deletionWindowInDays === undefined ? {} : { deletionWindowInDays });
  } catch (cause) {
    if (!(cause instanceof AccessError)) throw cause;
    const [message = "", hint] = cause.message.split(/: (?=(?:name|write) )/);
    throw new OperatorError("usage", message, {
      hint: hint ?? "see docs/access-report.md for what is read",
      cause,
    });
  }
}

/** Stacks one after the other: an account has one limit for all that is asked of IAM. */
async function liveFor(
  { place = DEFAULT_PLACE, against, stack, deletionWindowInDays, settings }: AccessOptions,
  { services, signal }: CommandIo,
): Promise<AccessReport> {
  if (against !== undefined)
    throw new AccessError("--live and --against both say what to compare with: name one of them");
  const stacks = chosen(await openStacks(place), stack, place);
  const [{ compareWithAccount }, { liveReport }] = await Promise.all([
    import("../../core/access-live/compare"),
    import("../../core/access-live/report"),
  ]);
  const [first] = stacks;
  const region = settings.region ?? (first === undefined ? undefined : stackValues(first.blocks).region);
  const { account: id } = await services.identity({ ...settings, region }, signal);
  const reader = await services.account({ ...settings, region }, id, signal);
  const outputs = stacks.length === 1 || stack !== undefined ? settings.outputs : {};
  const compared: LiveComparison[] = [];
  for (const each of stacks) compared.push(await compareWithAccount(each, outputs, { id, reader }));
  return liveReport(compared, deletionWindowInDays === undefined ? {} : { deletionWindowInDays });
}

function chosen<T extends { readonly stack: string }>(
  models: readonly T[],
  stack: string | undefined,
  place: string,
): readonly T[] {
  if (stack === undefined) return models;
  const found = models.filter((each) => each.stack === stack);
  if (found.length > 0) return found;
  const names = models.map((each) => each.stack).join(", ");
  throw new AccessError(`${place} has no stack '${stack}'; it has ${names}: name one of them with --stack`);
}

/** A document; `undefined` for what the report itself says. */
async function textOf(
  report: AccessReport,
  { format, out, place = DEFAULT_PLACE }: AccessOptions,
  { now, toolVersion }: CommandIo,
): Promise<string | undefined> {
  switch (format) {
    case "markdown": {
      const { markdown } = await import("../../../access/render/markdown");
      return markdown(report);
    }
    case "html": {
      const { accessPage } = await import("../../core/access-page/page");
      const { costsOf } = await import("../../core/access-page/costs");
      return accessPage(report, { costs: await costsOf(report, place), toolVersion, now: now() });
    }
    case "json":
      return out === "-" ? undefined : `${JSON.stringify(reportData(report), null, 2)}\n`;
    case "table":
      return out === "-" ? undefined : `${accessLines(report).join("\n")}\n`;
    case "sarif": {
      const { sarif } = await import("../../../access/render/sarif");
      return sarif(report, toolVersion);
    }
  }
}
