import { z } from "zod";
import { OperatorError } from "../../../errors";

/** What a check came to. `skipped`: nothing is known, and why stands beside it. */
export const CHECK_RESULTS = ["passed", "failed", "warning", "skipped"] as const;

export const drillCheck = z.object({
  /** What was looked at, as a sentence. */
  name: z.string(),
  result: z.enum(CHECK_RESULTS),
  /** What was found, or why it failed or was skipped. */
  detail: z.string().optional(),
  durationSeconds: z.number().nonnegative(),
});
export type DrillCheck = z.infer<typeof drillCheck>;

/** What a check says of itself: passed, with what it found, unless it says otherwise. */
export interface Finding {
  readonly result?: DrillCheck["result"];
  readonly detail?: string | undefined;
}

/** Runs checks one after the other and keeps what they came to. */
export class Checks {
  readonly all: DrillCheck[] = [];
  constructor(
    private readonly now: () => Date,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param isFinding whether an error tells something about the backup. Any other one ends the drill, without a result.
   * @returns whether it passed.
   */
  async run(
    name: string,
    check: () => Promise<Finding | undefined>,
    isFinding: (error: OperatorError) => boolean = () => true,
  ): Promise<boolean> {
    this.signal.throwIfAborted();
    const started = this.now().getTime();
    const { result = "passed", detail } =
      (await check().catch((error: unknown): Finding => {
        if (this.signal.aborted || !(error instanceof OperatorError) || !isFinding(error)) throw error;
        return { result: "failed", detail: [error.summary, ...error.details].join("; ") };
      })) ?? {};
    const durationSeconds = Math.max(0, this.now().getTime() - started) / 1000;
    this.all.push({ name, result, ...(detail === undefined ? {} : { detail }), durationSeconds });
    return result === "passed";
  }

  /** What somebody else looked at. */
  note({ name, result, detail }: Omit<DrillCheck, "durationSeconds">): void {
    this.all.push({ name, result, ...(detail === undefined ? {} : { detail }), durationSeconds: 0 });
  }

  /** What was not looked at. @param why what is missing. */
  skip(name: string, why: string): void {
    this.note({ name, result: "skipped", detail: why });
  }

  get failed(): boolean {
    return this.all.some(({ result }) => result === "failed");
  }
}
