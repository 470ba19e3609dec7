/** The file with the metrics, written whenever what a host remembers has changed: a run that is killed leaves its attempt there, without an end. */
import { isDeepStrictEqual } from "node:util";
import { OperatorError } from "../../errors";
import { writeAtomically } from "../files/atomic-file";
import { metricsText, type Writer } from "./metrics";
import type { Targets } from "./schema";
import { readTargetRecord, type TargetRecord } from "./target-record";

export interface MetricsFileOptions extends Writer {
  readonly stateDirectory: string;
  readonly signal: AbortSignal;
}

type Records = ReadonlyMap<string, TargetRecord | undefined>;

/** The collector is another user, and nothing in it is secret. */
const COLLECTED_MODE = 0o644;

export class MetricsFile {
  /** Why it could not be written; backups do not depend on it. */
  problem: OperatorError | undefined;

  constructor(
    private readonly targets: Targets,
    private readonly options: MetricsFileOptions,
  ) {}

  async write(): Promise<void> {
    const { metricsFile } = this.targets;
    if (metricsFile === undefined) return;
    const { signal } = this.options;
    try {
      let written: Records;
      do {
        written = this.records();
        const text = await metricsText(this.targets.targets, (target) => written.get(target), this.options);
        await writeAtomically(text, metricsFile, { overwrite: true, signal, mode: COLLECTED_MODE });
        // Another run may have written meanwhile, with less than is known now.
      } while (!isDeepStrictEqual(written, this.records()));
      this.problem = undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OperatorError)) throw error;
      this.problem = error;
    }
  }

  private records(): Records {
    const { stateDirectory } = this.options;
    return new Map(
      this.targets.targets.map(({ target }) => [target, readTargetRecord(stateDirectory, target)]),
    );
  }
}
