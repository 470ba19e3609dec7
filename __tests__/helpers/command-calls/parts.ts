/** What several commands ask. */
import { parseArn } from "../../../modules/arn";
import type { ClaimContext, ClaimRequest } from "../../../presets/common/claims/claim";
import { download, upload } from "../../../tools/policy-check";
import type { ParsedCommand } from "../repository/documented-commands";
import type { Actor, Call, Calls } from "./calls";
export function use(...actions: readonly string[]): Calls {
  return (command, actor) => {
    const { key, named } = keyOf(command, actor);
    return actions.map((action) => ({ action, resource: key, context: named }));
  };
}

export function useMac(...actions: readonly string[]): Calls {
  return (command, { macKeyArn, ...actor }) =>
    use(...actions)(command, macKeyArn === undefined ? actor : { ...actor, keyArn: macKeyArn });
}

/**
 * What a command on snapshots names, in the actor's account and region: where another account owns it, no policy here can say that it is shared. An AMI
 * comes with the snapshots behind it.
 */
export function snapshotOf({ operands: [name = ""], flags }: ParsedCommand, { keyArn = "" }: Actor) {
  const { region = "", account = "" } = parseArn(keyArn) ?? {};
  const isImage = name.includes("ami-");
  const images = (...actions: readonly string[]): readonly Call[] =>
    isImage
      ? [
          { action: "ec2:DescribeImages", resource: "*" },
          ...actions.map((action) => ({ action, resource: `arn:aws:ec2:${region}::image/ami-1` })),
        ]
      : [];
  const common = { region, isImage, images };
  if (!name.includes(":rds:") && !String(flags.type ?? "").startsWith("db-"))
    return { ...common, kind: "ec2", resource: `arn:aws:ec2:${region}::snapshot/snap-1` } as const;
  const isCluster = name.includes(":cluster-snapshot:") || flags.type === "db-cluster-snapshot";
  const resource = `arn:aws:rds:${region}:${account}:${isCluster ? "cluster-" : ""}snapshot:nightly`;
  return { ...common, kind: isCluster ? "DBClusterSnapshot" : "DBSnapshot", resource } as const;
}

/** A message of its own, bound to what `--context` says. */
export function message(command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] {
  const { key, named } = keyOf(command, actor);
  return actions.map((action) => ({
    action,
    resource: key,
    // A key is looked up without an encryption context.
    context: action === "kms:DescribeKey" ? named : { ...named, ...givenContext(command) },
  }));
}

/** Fields of a table, under keys of the table. */
export function fields(command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] {
  const table = {
    "kms:EncryptionContext:sealstack:purpose": "item",
    "kms:EncryptionContext:sealstack:table": String(command.flags.table),
  };
  return message(command, actor, actions).map(({ context, ...call }) => ({
    ...call,
    context: call.action === "kms:DescribeKey" ? { ...context } : { ...context, ...table },
  }));
}

export function listing(command: ParsedCommand, actor: Actor): readonly Call[] {
  return prefixes(command, actor).map((prefix) => ({
    action: "s3:ListBucket",
    resource: actor.bucket?.arn ?? "",
    context: { "s3:prefix": prefix },
  }));
}

export function fetching(command: ParsedCommand, actor: Actor): readonly ClaimRequest[] {
  return objects(command, actor).flatMap((object) =>
    download(actor.policies, { principal: actor.principal, object }),
  );
}

export function opening(command: ParsedCommand, actor: Actor): readonly (Call | ClaimRequest)[] {
  const { key, named } = keyOf(command, actor);
  const messages = prefixes(command, actor).map((prefix) => ({
    action: "kms:Decrypt",
    resource: key,
    context: messageContext(`${prefix}ca-20260102T030405Z.tar.gz.kms`, "files", command),
  }));
  const looked = { action: "kms:DescribeKey", resource: key, context: named };
  return [
    ...fetching(command, actor),
    ...sidecars(command, actor),
    ...(named["kms:RequestAlias"] === undefined ? [] : [looked]),
    ...messages,
  ];
}

/** Where `rewrap` adds newer keys, below each prefix. */
export const sidecarOf = (prefix: string): string =>
  `${prefix}.sealstack/keys/ca-20260102T030405Z/20260103T030405Z.json`;

/** Sidecars are looked for when a backup's own keys do not open it. */
function sidecars(command: ParsedCommand, { policies, principal, bucket }: Actor) {
  return prefixes(command, { policies, principal, ...(bucket && { bucket }) }).flatMap((prefix) => [
    {
      action: "s3:ListBucket",
      resource: bucket?.arn ?? "",
      context: { "s3:prefix": sidecarOf(prefix).replace(/[^/]+$/, "") },
    },
    ...download(policies, { principal, object: `${bucket?.arn}/${sidecarOf(prefix)}` }),
  ]);
}

/** Headers and sidecars are read, and the keys that they name looked up. */
export function surveying(command: ParsedCommand, actor: Actor): readonly (Call | ClaimRequest)[] {
  return [
    ...listing(command, actor),
    ...fetching(command, actor),
    ...sidecars(command, actor),
    { action: "kms:DescribeKey", resource: actor.keyArn ?? "" },
  ];
}

/** Uses of the key for the data keys of backups, by their actions. */
export const dataKeys = (command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] =>
  prefixes(command, actor).flatMap((prefix) =>
    actions.map((action) => ({
      action,
      resource: actor.keyArn ?? "",
      context: messageContext(`${prefix}ca-20260102T030405Z.tar.gz.kms`, "files", command),
    })),
  );

/** What a drill stores. The key of a code or signature is one of another stack. */
export function evidence(command: ParsedCommand, actor: Actor): readonly ClaimRequest[] {
  return prefixes(command, actor).flatMap((prefix) =>
    [".json", ".xml", ".json.mac"].flatMap((ending) =>
      upload(actor.policies, {
        principal: actor.principal,
        object: `${actor.bucket?.arn}/${prefix}.sealstack/drills/ca-20260102T030405Z/20260103T030405Z.passed${ending}`,
        context: { "s3:if-none-match": "*" },
      }),
    ),
  );
}

/** Payload and manifest of a backup. */
export function objects(command: ParsedCommand, actor: Actor): readonly string[] {
  return prefixes(command, actor).flatMap((prefix) =>
    [".kms", ".manifest.json"].map((end) => `${actor.bucket?.arn}/${prefix}ca-20260102T030405Z.tar.gz${end}`),
  );
}

/**
 * Below which prefixes a command works: without one, below those of the stack.
 */
export function prefixes({ flags }: ParsedCommand, { bucket }: Actor): readonly string[] {
  return typeof flags.prefix === "string" ? [flags.prefix] : (bucket?.prefixes ?? []);
}

/** A stack with several prefixes takes no backup without one. What is shown without outputs has it from the environment. */
export function newPrefixes(command: ParsedCommand, actor: Actor): readonly string[] {
  const found = prefixes(command, actor);
  if (command.flags.outputs !== undefined && found.length > 1)
    throw new Error(`a backup needs one of the prefixes ${found.join(", ")}`);
  return found;
}

interface NamedKey {
  readonly key: string;
  /** What the request says of how it names the key. */
  readonly named: ClaimContext;
}

/**
 * The key that a command means.
 *
 * @param byAlias whether the outputs name it so
 */
export function keyOf({ flags }: ParsedCommand, { policies, keyArn }: Actor, byAlias = false): NamedKey {
  const [given] = [flags.key].flat();
  const known = keyArn ?? "";
  if (given === undefined || !String(given).startsWith("alias/")) {
    const [alias] = byAlias ? (policies.keys[known] ?? []) : [];
    return { key: known, named: alias === undefined ? {} : { "kms:RequestAlias": alias } };
  }
  const alias = String(given);
  const found = Object.entries(policies.keys).find(([, aliases]) => aliases.includes(alias))?.[0];
  if (found === undefined || parseArn(found) === undefined)
    throw new Error(`no key of the stack is called ${alias}`);
  return { key: found, named: { "kms:RequestAlias": alias } };
}

export function messageContext(payload: string, source: string, command: ParsedCommand): ClaimContext {
  return {
    "kms:EncryptionContext:sealstack:purpose": "backup",
    "kms:EncryptionContext:sealstack:backup": payload,
    "kms:EncryptionContext:sealstack:source": source,
    ...givenContext(command),
  };
}

function givenContext({ flags }: ParsedCommand): ClaimContext {
  const pairs = [flags.context ?? []].flat().map((pair) => String(pair).split("="));
  return Object.fromEntries(
    pairs.map(([name, ...value]) => [`kms:EncryptionContext:${name}`, value.join("=")]),
  );
}
