/** What all schedulers are told. */
import { dirname } from "node:path";
import { OperatorError } from "../../errors";
import { cloudwatchFile, demandsOf, type Targets } from "../targets/schema";
import { spanSeconds } from "../targets/sections";

export interface ScheduleOptions {
  /** Path of `sealstack` on the host. */
  readonly program: string;
  /** Path of `backup.yaml` there. */
  readonly config: string;
  /** Its text, for a ConfigMap. */
  readonly configText: string;
  /** Text of a file of outputs that the targets name. @throws OperatorError `usage` when it cannot be read. */
  readonly outputsText: (file: string) => string;
  /** How often it wakes: `15m`, `6h`. */
  readonly every: string;
  /** What spreads many hosts over the time: of the same, the same minute comes. */
  readonly seed: string;
  readonly image: string | undefined;
  readonly namespace: string;
  readonly roleArn: string | undefined;
}

/** A file, by where it belongs. */
export interface ScheduleFile {
  readonly path: string;
  readonly text: string;
}

/** Spans that every scheduler has words for, the longest first. */
const WAKES = ["12h", "6h", "4h", "3h", "2h", "1h", "30m", "15m", "10m", "5m"] as const;
/** Of the shortest span of all steps: what failed is tried again, and what is due does not wait for long. To wake for nothing costs less than half a second. */
const WAKE_SHARE = 4;

/** How often to wake for these targets. */
export function wakeSpan({ targets }: Targets): string {
  const seconds = targets.flatMap((target) =>
    Object.values(demandsOf(target)).flatMap((demand) => demand?.every ?? []),
  );
  const wanted = Math.min(...seconds) / WAKE_SHARE;
  return WAKES.find((span) => (spanSeconds(span) ?? 0) <= wanted) ?? "5m";
}

/** @throws OperatorError `usage` */
export function secondsOf(every: string): number {
  const seconds = spanSeconds(every);
  if (seconds !== undefined) return seconds;
  throw new OperatorError("usage", `--every must be a span such as 15m, 6h or 1d, got '${every}'`, {
    hint: "leave it out, for one that fits the file",
  });
}

/** Folders of the files that a run writes for those who watch it, each once. */
export const watchedFolders = (targets: Targets): readonly string[] => [
  ...new Set(
    [targets.metricsFile, cloudwatchFile(targets)].flatMap((file) =>
      file === undefined ? [] : [dirname(file)],
    ),
  ),
];
