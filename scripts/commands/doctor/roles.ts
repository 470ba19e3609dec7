/** Roles of a stack of backups: whose credentials these are, and what each must be able to do. */
import { OUTPUT } from "../../../modules/backup-contract";
import type { Check, Subject } from "../../core/doctor/check";
import type { Settings } from "../../settings/config";

/** Roles of a stack, by the outputs that name them, and what each must be able to do. */
const MUST: readonly (readonly [role: string, output: string, subjects: readonly Subject[]])[] = [
  ["writer", OUTPUT.writerRoleArn, ["seal", "backups"]],
  ["restorer", OUTPUT.restorerRoleArn, ["open", "backups"]],
  ["tester", OUTPUT.testerRoleArn, ["open", "backups"]],
  ["keeper", OUTPUT.keeperRoleArn, ["versioning", "lifecycle", "backups"]],
  ["rekeyer", OUTPUT.rekeyerRoleArn, ["seal", "versioning", "backups"]],
  ["administrator", OUTPUT.administratorRoleArn, ["key"]],
];

/** The role of the stack that the caller is. */
export function roleOf(caller: string | undefined, { outputs }: Settings): string | undefined {
  const [, name] = /:assumed-role\/([^/]+)\//.exec(caller ?? "") ?? [];
  if (name === undefined) return undefined;
  return MUST.find(([, output]) => String(outputs[output] ?? "").endsWith(`/${name}`))?.[0];
}

/** What a role must be able to do, and may not, is a problem. */
export function expected(check: Check, role: string | undefined): Check {
  const must = MUST.find(([name]) => name === role)?.[2];
  if (check.result !== "not allowed" || must?.includes(check.subject) !== true) return check;
  return {
    ...check,
    result: "problem",
    mend: `the ${role} must be able to: deploy the stack again, wait some minutes if its policy is new, and see docs/permissions.md and \`sealstack access\``,
  };
}

/** ARNs of the roles of the stack by their names: of the caller's own, and of all where he is none of them. */
export function rolesToSimulate(role: string | undefined, { outputs }: Settings): Record<string, string> {
  const all = MUST.flatMap(([name, output]) => {
    const arn = outputs[output];
    return typeof arn === "string" ? [[name, arn] as const] : [];
  });
  return Object.fromEntries(all.filter(([name]) => role === undefined || name === role));
}
