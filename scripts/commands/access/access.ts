import { AccessError } from "../../../access/evaluate/access-error";
import type { AccessModel } from "../../../access/model/model";
import { openModels } from "../../../access/read/open";
import { type AccessReport, isGain, reportData } from "../../../access/render/report";
import { reportOn } from "../../../access/report";
import { isAtLeast } from "../../../access/rules/check";
import type { Severity } from "../../../access/rules/rule";
import { OperatorError } from "../../errors";
import type { Report } from "../../output";
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
}

/** Tells who can do what; nobody is asked for anything, and no credentials are needed. */
export async function run(options: AccessOptions, io: CommandIo): Promise<Report> {
  const report = await reportFor(options);
  const { changes = [], stacks } = report;
  const failOn = options.failOn;
  const bad =
    changes.some(isGain) ||
    (failOn !== undefined &&
      stacks.some(({ findings }) =>
        findings.some((each) => each.accepted === undefined && isAtLeast(each, failOn)),
      ));
  const exit = bad ? ({ exit: "newAccess" } as const) : {};
  const text = await textOf(report, options, io);
  if (text === undefined) return { data: reportData(report), lines: accessLines(report), ...exit };
  const toStdout = await writeResult(Buffer.from(text), options, io, { text: true });
  return {
    data: {
      out: options.out,
      format: options.format,
      newAccess: changes.some(isGain),
      bytes: Buffer.byteLength(text),
    },
    lines: toStdout ? [] : [`${options.out} (${options.format}, ${Buffer.byteLength(text)} bytes)`],
    stdoutIsPayload: toStdout,
    ...exit,
  };
}

async function reportFor(options: AccessOptions): Promise<AccessReport> {
  const { place = DEFAULT_PLACE, against, stack, deletionWindowInDays } = options;
  try {
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

function chosen(
  models: readonly AccessModel[],
  stack: string | undefined,
  place: string,
): readonly AccessModel[] {
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
