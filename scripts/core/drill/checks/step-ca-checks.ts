import type { SourceCheck } from "../../archive/info";
import { stepCaSource } from "../../sources/step-ca";
import type { Checks } from "./check";
import type { CheckSurroundings } from "./surroundings";

/** The whole of what a backup of a step-ca checks before it is made, of what came back. */
const WHOLE = "all that ca.json names is there, and belongs together";

/** Not tried: step-ca would need a provisioner, whose password is not in the backup. */
const SERVER = "step-ca starts and issues a certificate";

export async function stepCaChecks(
  checks: Checks,
  {
    restored,
    now,
    passwordFile,
  }: CheckSurroundings & { readonly now: Date; readonly passwordFile: string | undefined },
): Promise<void> {
  let found: readonly SourceCheck[] = [];
  await checks.run(WHOLE, async () => {
    const source = await stepCaSource(restored.own, now, { passwordFile, skipUnsupported: true });
    found = source.checks;
    await source.dispose();
    return undefined;
  });
  for (const { name, result, detail } of found)
    checks.note({ name, result: result === "not checked" ? "skipped" : result, detail });
  checks.skip(SERVER, "sealstack does not start it: see docs/drills.md for how to do that by hand");
}
