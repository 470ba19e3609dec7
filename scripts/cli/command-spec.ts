/** What the table of commands is made of: one row a command. */
import type { Option } from "commander";
import type { CommandIo } from "../commands/io";
import type { Report } from "../output/output";
import type { Settings } from "../settings/config";

/** What the parser hands over: a command that only waits for its settings and surroundings. */
export type Prepared = (settings: Settings, io: CommandIo) => Promise<Report>;

/** One row of the table. */
export interface CommandSpec {
  /** Words after `sealstack`. A command of several words stands behind that of its first words, which comes before it or only groups. */
  readonly name: string;
  readonly summary: string;
  /** Argument names as commander writes them: `<required>`, `[optional]`, `[many...]`. */
  readonly arguments?: readonly { readonly name: string; readonly description: string }[];
  /**
   * Whether what stands behind `--` is a program and its arguments, and not more arguments of this command.
   * @default false
   */
  readonly takesProgram?: boolean;
  readonly options: readonly Option[];
  /**
   * Those of the options of every command that it has a use for, by their names in `GlobalFlags`; `logFormat` is among them always.
   * @default - all
   */
  readonly globals?: readonly string[];
  /** A command line that works as it stands, after `sealstack`. */
  readonly example: string;
  /** Flags and arguments to a command; its module is loaded only now. `program` is what stands behind `--`, where that is taken. */
  // biome-ignore lint/suspicious/noExplicitAny: commander's flags have no static type; each row declares what it reads.
  readonly prepare: (flags: any, args: readonly string[], program?: readonly string[]) => Promise<Prepared>;
}
