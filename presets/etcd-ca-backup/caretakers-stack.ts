/** The roles that look after backups for years, where the configuration has them. */
import type { Construct } from "constructs";
import { OUTPUT } from "../../modules/backup-contract";
import { type AwsEnvironment, type InlinePolicyProps, Role, type Statement } from "../../modules/iam";
import { trustStatements } from "../common/stack/trust";
import {
  CARETAKERS,
  type Caretaker,
  keeperStatements,
  lockLimit,
  rekeyerStatements,
  testerStatements,
} from "./caretakers";
import type { EtcdCaBackupConfig } from "./config";
import type { BackupPlace, Replicas } from "./place";
import type { Audiences } from "./policies";

/** As many as the configuration has. */
export type Caretakers = Readonly<Partial<Record<Caretaker, Role>>>;

const DESCRIPTION: Readonly<Record<Caretaker, string>> = {
  keeper: "Sets delete markers, legal holds and longer locks on backups; reads none and deletes no version.",
  tester: "Reads and opens backups for a trial, and adds evidence of it; changes no backup.",
  rekeyer: "Opens backups and puts them under a newer key; deletes none.",
};

const OUTPUTS = {
  keeper: [OUTPUT.keeperRoleArn, "ARN of the role that sets delete markers and holds."],
  tester: [OUTPUT.testerRoleArn, "ARN of the role that restores for a trial."],
  rekeyer: [OUTPUT.rekeyerRoleArn, "ARN of the role that puts backups under a newer key."],
} as const satisfies Readonly<Record<Caretaker, readonly [string, string]>>;

export function caretakerRoles(
  scope: Construct,
  config: EtcdCaBackupConfig,
  env: AwsEnvironment,
): Caretakers {
  const made = CARETAKERS.flatMap((name) => {
    const given = config[name];
    if (given === undefined) return [];
    const role = new Role(scope, name, {
      name: `${scope.node.id}-${name}`,
      description: DESCRIPTION[name],
      trust: trustStatements(given.trust, env),
      maxSessionDuration: given.maxSessionDuration,
      tags: config.tags,
    });
    return [[name, role] as const];
  });
  return Object.fromEntries(made);
}

/** ARNs of those who use the key; none without the role. */
export function arnsOf({ tester, rekeyer }: Caretakers): Pick<Audiences, "testers" | "rekeyers"> {
  const arns = (role: Role | undefined) => (role === undefined ? [] : [role.roleArn]);
  return { testers: arns(tester), rekeyers: arns(rekeyer) };
}

/** What they may do, by the id of its construct. */
export function caretakerPolicies(
  caretakers: Caretakers,
  bucket: EtcdCaBackupConfig["bucket"],
  place: BackupPlace,
  keyArns: readonly [string, ...string[]],
  replicas: Replicas,
): Readonly<Record<string, Pick<InlinePolicyProps, "attachTo" | "statements">>> {
  const statements: Readonly<Record<Caretaker, () => readonly Statement[]>> = {
    keeper: () => keeperStatements(place, lockLimit(bucket)),
    tester: () => testerStatements(place, keyArns, replicas),
    rekeyer: () => rekeyerStatements(place, keyArns),
  };
  return Object.fromEntries(
    each(caretakers, (role, name) => [
      `${name}-policy`,
      { attachTo: { role }, statements: statements[name]() },
    ]),
  );
}

/** Name, description and value of each. */
export function caretakerOutputs(caretakers: Caretakers): readonly (readonly [string, string, string])[] {
  return each(caretakers, (role, name) => [...OUTPUTS[name], role.roleArn]);
}

function each<T>(caretakers: Caretakers, make: (role: Role, name: Caretaker) => T): readonly T[] {
  return CARETAKERS.flatMap((name) => {
    const role = caretakers[name];
    return role === undefined ? [] : [make(role, name)];
  });
}
