/** Who runs a command: the words of the table in docs/permissions.md, and the synthesized stack that each of them belongs to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { addKms } from "../../../examples/kms";
import { addS3 } from "../../../examples/s3";
import { user } from "../../../presets/application-key/claims/subject";
import { roleArn as etcdRole, type RoleName } from "../../../presets/etcd-ca-backup/claims/subject";
import { roleArn as importedKeyRole } from "../../../presets/imported-key/claims/subject";
import { roleArn as kubernetesRole } from "../../../presets/kubernetes-kms/claims/subject";
import { places } from "../../../presets/multi-region-vault/claims/subject";
import { roleArn as publicEncryptionRole } from "../../../presets/public-encryption/claims/subject";
import { roleArn as signingRole } from "../../../presets/signing/claims/subject";
import { actingArn } from "../../../presets/snapshot-sharing/claims/subject";
import { roleArn as stateRole } from "../../../presets/state-key/claims/subject";
import { REPO_ROOT } from "../../../tools/paths";
import { loadPolicies, type PolicySet } from "../../../tools/policy-check";
import { applicationClaimStack } from "../claim-tables/application-key";
import { claimStack } from "../claim-tables/etcd-ca-backup";
import { importedKeyClaimStack } from "../claim-tables/imported-key";
import { kubernetesClaimStack } from "../claim-tables/kubernetes-kms";
import { vaultClaimStack } from "../claim-tables/multi-region-vault";
import { publicEncryptionClaimStack } from "../claim-tables/public-encryption";
import { signingClaimStack } from "../claim-tables/signing";
import { snapshotClaimStack } from "../claim-tables/snapshot-sharing";
import { stateClaimStack } from "../claim-tables/state-key";
import type { Actor } from "../command-calls";
import type { ParsedCommand } from "../repository/documented-commands";
import { COMMERCIAL } from "../stacks/partitions";
import { synth } from "../stacks/synth";

/** Somebody who needs no credentials. */
export const ANYBODY = "anybody";

/** Somebody whose policies no preset makes. */
export const OF_THE_ACCOUNT = "an administrator of the account";

/** Beside that of {@link COMMERCIAL}. */
const SECOND_REGION = "eu-west-1";

/** The stacks of the presets as they are by default; `signing` with its HMAC key. */
const backups = once(() => claimStack({}));
/** With those who look after backups for years, in a bucket that locks them. */
const caredFor = once(() =>
  claimStack({
    bucket: { objectLock: { mode: "GOVERNANCE", retentionInDays: 30 } },
    keeper: {},
    tester: {},
    rekeyer: {},
  }),
);
const cluster = once(() => kubernetesClaimStack({}, COMMERCIAL.region));
const application = once(() => applicationClaimStack({}, COMMERCIAL.region));
const signing = once(() => signingClaimStack({ mac: {} }, COMMERCIAL.region));
const importedKeys = once(() =>
  importedKeyClaimStack({ key: { versions: ["v1", "v2"] } }, COMMERCIAL.region),
);
const publicKeys = once(() => publicEncryptionClaimStack({}, COMMERCIAL.region));
const snapshots = once(() =>
  snapshotClaimStack({ side: "source", source: { accounts: ["444455556666"] } }, COMMERCIAL.region),
);
const copies = once(() =>
  snapshotClaimStack(
    {
      side: "target",
      key: { alias: "alias/snapshot-copies" },
      target: {
        keyArns: ["arn:aws:kms:eu-central-1:777788889999:key/00000000-0000-4000-8000-000000000001"],
      },
    },
    COMMERCIAL.region,
  ),
);
const vault = once(() => vaultClaimStack({ replicaRegions: [SECOND_REGION] }, COMMERCIAL.region));
const states = once(() => stateClaimStack({ prefixes: ["network/", "states/"] }, COMMERCIAL.region));
const keys = once(() => policiesOf(addKms));
const buckets = once(() => policiesOf(addS3));

export const ACTORS: Readonly<Record<string, () => Actor>> = {
  writer: () => ofBackups("writer"),
  restorer: () => ofBackups("restorer"),
  keeper: () => ofBackups("keeper", caredFor()),
  tester: () => ofBackups("tester", caredFor()),
  rekeyer: () => ofBackups("rekeyer", caredFor()),
  administrator: () => ofBackups("administrator"),
  "restorer of a module's bucket": () => {
    const policies = buckets();
    const arn = "arn:aws:s3:::example-backups";
    const keyArn = policies.buckets[arn]?.defaultKey?.arn ?? "";
    return {
      policies,
      principal: role(policies, "backup-restorer"),
      bucket: { arn, prefixes: ["etcd/"] },
      keyArn,
    };
  },
  "user of a key": () => ({ policies: keys(), principal: role(keys(), "colleague") }),
  "administrator of a key": () => ({
    policies: keys(),
    principal: role(keys(), "key-admin"),
    keyArn: keyCalled(keys(), "alias/imported"),
  }),
  user: () => {
    const { policies, subject } = application();
    return { policies, principal: user(subject), keyArn: subject.keyArn };
  },
  node: () => {
    const { policies, subject } = cluster();
    return {
      policies,
      principal: { kind: "role", arn: kubernetesRole(subject, "node") },
      keyArn: subject.keyArn,
    };
  },
  "user of imported keys": () => {
    const { policies, subject } = importedKeys();
    const [keyArn = ""] = subject.keyArns;
    return { policies, principal: { kind: "role", arn: importedKeyRole(subject, "user") }, keyArn };
  },
  "administrator of imported keys": () => {
    const { policies, subject } = importedKeys();
    const [keyArn = "", ...otherVersions] = subject.keyArns;
    const arn = importedKeyRole(subject, "administrator");
    return { policies, principal: { kind: "role", arn }, keyArn, otherVersions };
  },
  opener: () => {
    const { policies, subject } = publicKeys();
    return {
      policies,
      principal: { kind: "role", arn: publicEncryptionRole(subject, "opener") },
      keyArn: subject.keyArn,
    };
  },
  "writer of the vault": () => ofVault("writer"),
  "reader of the vault": () => ofVault("reader"),
  "reader of the vault in another region": () => ofVault("reader", SECOND_REGION),
  "deployer of states": () => ofStates("deployer"),
  "reader of states": () => ofStates("reader"),
  signer: () => ofSigning("signer"),
  verifier: () => ofSigning("verifier"),
  sharer: () => ofSnapshots(snapshots()),
  copier: () => ofSnapshots(copies()),
};

/** Every role and user of the presets whose key is for something of its own, and that key. */
export function rolesWithPurpose(): readonly Actor[] {
  return [backups(), cluster(), publicKeys(), signing()].flatMap(({ policies, subject: { keyArn } }) =>
    policies.identities.map((arn) => ({ policies, principal: { kind: "role", arn }, keyArn }) as const),
  );
}

/** A row of the table: commands, perhaps with a flag that makes the difference, and who may run them. */
export interface RoleRow {
  readonly command: string;
  readonly flag: string | undefined;
  readonly actors: readonly string[];
}

export function roleRows(): readonly RoleRow[] {
  const text = readFileSync(join(REPO_ROOT, "docs", "permissions.md"), "utf8");
  const [, table = ""] = /\| command \| as \|[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/.exec(text) ?? [];
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [, commands = "", as = ""] = line.split("|").map((cell) => cell.trim());
      return [...commands.matchAll(/`([^`]+)`/g)].map(([, words = ""]) => {
        const [command = "", option] = words.split(" --");
        const flag = option?.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()); // as commander has it
        return { command, flag, actors: as.split(", ") };
      });
    });
}

/** The row that a command falls under; one with its flag goes first. */
export function rowOf({ name, flags }: ParsedCommand): RoleRow | undefined {
  return roleRows()
    .filter(({ command, flag }) => command === name && (flag === undefined || flags[flag] !== undefined))
    .sort((a, b) => Number(b.flag !== undefined) - Number(a.flag !== undefined))[0];
}

function ofBackups(name: RoleName, { policies, subject } = backups()): Actor {
  const [arn = ""] = Object.keys(policies.buckets);
  const prefixes = subject.config.bucket.prefixes.map(({ prefix }) => prefix);
  return {
    policies,
    principal: { kind: "role", arn: etcdRole(subject, name) },
    bucket: { arn, prefixes },
    keyArn: subject.keyArn,
  };
}

function ofStates(name: "deployer" | "reader"): Actor {
  const { policies, subject } = states();
  return { policies, principal: { kind: "role", arn: stateRole(subject, name) }, keyArn: subject.keyArn };
}

function ofSigning(name: "signer" | "verifier"): Actor {
  const { policies, subject } = signing();
  const { keyArn, macKeyArn } = subject;
  return {
    policies,
    principal: { kind: "role", arn: signingRole(subject, name) },
    keyArn,
    ...(macKeyArn === undefined ? {} : { macKeyArn }),
  };
}

function ofSnapshots({ policies, subject }: ReturnType<typeof snapshots>): Actor {
  return {
    policies,
    principal: { kind: "role", arn: actingArn(subject) },
    keyArn: subject.keyArn,
    accounts: subject.config.source?.accounts ?? [],
    sourceKeyArns: subject.config.target?.keyArns ?? [],
  };
}

function ofVault(name: "writer" | "reader", region: string = COMMERCIAL.region): Actor {
  const { policies, subject } = vault();
  const place = places(subject).find((one) => one.region === region);
  if (place === undefined) throw new Error(`the vault is not in ${region}`);
  const arn = name === "writer" ? place.writerArn : place.readerArn;
  return { policies, principal: { kind: "role", arn }, keyArn: place.keyArn };
}

function policiesOf(add: (stack: TerraformStack) => void): PolicySet {
  return loadPolicies(JSON.stringify(synth(add).json));
}

function role({ accountId }: PolicySet, name: string): Actor["principal"] {
  return { kind: "role", arn: `arn:aws:iam::${accountId}:role/${name}` };
}

function keyCalled({ keys: all }: PolicySet, alias: string): string {
  return Object.entries(all).find(([, aliases]) => aliases.includes(alias))?.[0] ?? "";
}

/** The result of the first call, for every call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
