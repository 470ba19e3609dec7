/** Holds a fleet against the `etcd-ca-backup` whose role it takes, where both stand in one file: a job of the wrong role fails at its first object. */
import { parseArn } from "../../modules/arn";
import type { FleetOperation } from "../../modules/backup-contract";
import { shown } from "../../modules/show-value";
import { type Given, mapOf, type PairProblem } from "../common/config/check-pairs";
import { ROLES_FOR } from "./operations";

/** Everything in which a fleet does not agree with its backups. A role of no stack of the file is nobody's business. */
export function fleetBackupProblems(stacks: Given): readonly PairProblem[] {
  const all = Object.entries(stacks).map(([name, config]) => [name, mapOf(config)] as const);
  const backups = all.filter(([, { preset }]) => preset === "etcd-ca-backup");
  return all
    .filter(([, { preset }]) => preset === "fleet")
    .flatMap(([fleet, config]) =>
      backups.flatMap(([name, backup]) => {
        const role = roleOf(name, backup, mapOf(config.backups).roleArn);
        return role === undefined ? [] : disagreements([fleet, config], [name, backup], role);
      }),
    );
}

/** @returns what the stack calls the role; `undefined` for another's. */
function roleOf(stack: string, { accountId, roles }: Given, arn: unknown): string | undefined {
  const { account, resource = "" } = parseArn(String(arn)) ?? {};
  const start = `role${String(mapOf(roles).path ?? "/")}${stack}-`;
  const name = resource.slice(start.length);
  // A longer name is of a stack whose name begins like this one's.
  const isOfStack = resource.startsWith(start) && /^[a-z]+$/.test(name);
  return isOfStack && (accountId === undefined || accountId === account) ? name : undefined;
}

function disagreements(
  [fleet, config]: readonly [string, Given],
  [name, backup]: readonly [string, Given],
  role: string,
): readonly PairProblem[] {
  const whose = `stack ${shown(name)}`;
  const given = mapOf(config.backups);
  const operation = String(config.operation);
  const able = Object.hasOwn(ROLES_FOR, operation) ? ROLES_FOR[operation as FleetOperation] : [];
  const { name: wanted, prefixes, replica } = mapOf(backup.bucket);
  const known = Array.isArray(prefixes) ? prefixes.map((each) => String(mapOf(each).prefix)) : [];
  const problem = (path: readonly string[], message: string): readonly PairProblem[] => [
    { path: [fleet, ...path], message },
  ];
  const isAble = able.length === 0 || able.includes(role);
  const same = (path: readonly string[], got: unknown, other: unknown) =>
    // The role reaches the bucket of a second region, too.
    typeof got === "string" && typeof other === "string" && got !== other && replica === undefined
      ? problem(path, `must be that of ${whose}, ${shown(other)}, got ${shown(got)}`)
      : [];
  return [
    ...(isAble
      ? []
      : problem(
          ["backups", "roleArn"],
          `must be the ${able.join(" or ")} of ${whose} for operation ${shown(operation)}, got its ${role}`,
        )),
    ...(isAble && backup[role] === undefined
      ? problem(["backups", "roleArn"], `must be a role that is made: ${whose} has no ${shown(role)}`)
      : []),
    ...same(["region"], config.region, backup.region),
    ...same(["backups", "bucket"], given.bucket, wanted),
    ...(Array.isArray(given.prefixes) && known.length > 0 ? given.prefixes : [])
      .filter((prefix) => !known.some((start) => String(prefix).startsWith(start)))
      .flatMap((prefix) =>
        problem(
          ["backups", "prefixes"],
          `must be below the prefixes of ${whose}, ${known.map(shown).join(", ")}; got ${shown(prefix)}`,
        ),
      ),
  ];
}
