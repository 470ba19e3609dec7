import type { Choice } from "../../core/drill/choice";
import type { Settings } from "../../settings/config";

export interface DrillOptions {
  readonly settings: Settings;
  /** How a backup of each series is chosen; with `by: "id"` it is {@link DrillOptions.backup}. */
  readonly choice: Choice;
  /** Id of a backup. */
  readonly backup: string | undefined;
  /** Only backups of this name. */
  readonly name: string | undefined;
  /** `name=value` pairs that the backups must have been made with. */
  readonly context: readonly string[];
  /** A program of the user's with its arguments, between spaces. */
  readonly checkCommand: string | undefined;
  /** For each program that a check runs. */
  readonly timeoutSeconds: number;
  readonly stepCaPasswordFile: string | undefined;
  readonly strict: boolean;
  /** Say which backups, and drill none. */
  readonly dryRun: boolean;
  /** Whether evidence is stored beside the backup. */
  readonly store: boolean;
  /** File for a copy of the evidence. */
  readonly evidence: string | undefined;
  /** File for the JUnit XML of all drills. */
  readonly junit: string | undefined;
  /** Replace such files. */
  readonly force: boolean;
  readonly macKey: string | undefined;
  readonly signingKey: string | undefined;
}
