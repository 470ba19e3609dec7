/** The programs of a target that run before and after its steps. */
import type { Attempt, ProgramEnd } from "./attempt";
import type { TargetConfig } from "./schema";
import { spanSeconds } from "./sections";
import type { StepName } from "./target-record";

/** Runs a hook. */
export type RunHook = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<ProgramEnd>;

/** @returns what went wrong; the programs after one that failed do not run. */
export async function runHooks(
  hooks: readonly (readonly string[])[],
  target: TargetConfig,
  step: StepName,
  end: Attempt | undefined,
  { runHook, signal }: { readonly runHook: RunHook; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const env = {
    SEALSTACK_TARGET: target.target,
    SEALSTACK_STEP: step,
    SEALSTACK_STATUS: end === undefined ? "" : String(end.status),
    SEALSTACK_BACKUP: end?.backup ?? "",
  };
  const seconds = spanSeconds(target.hooks.timeout) ?? 0;
  for (const argv of hooks) {
    const late = AbortSignal.timeout(seconds * 1000);
    const ended = await runHook(argv, env, AbortSignal.any([signal, late])).catch((error: unknown) => {
      signal.throwIfAborted();
      if (late.aborted) return undefined;
      throw error;
    });
    const name = `the hook '${argv[0]}'`;
    if (ended === undefined) return `${name} was ended after ${target.hooks.timeout}`;
    if (ended.status === undefined) return `${name} cannot be started`;
    if (ended.status !== 0) return `${name} failed with exit status ${ended.status}`;
  }
  return undefined;
}
