/** What each command asks of AWS, for the evaluation of synthesized policies: written out, as a claim must not follow what it checks. */
import { parseArn } from "../../modules/arn";
import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../../presets/common/claims/claim";
import { download, multipartUpload, type PolicySet, upload } from "../../tools/policy-check";
import type { ParsedCommand } from "./documented-commands";
import { RETENTION_CALLS } from "./retention-calls";

/** Somebody of a synthesized stack, and what he works with. */
export interface Actor {
  readonly policies: PolicySet;
  readonly principal: ClaimPrincipal;
  /** Where backups are, and below which prefixes. */
  readonly bucket?: { readonly arn: string; readonly prefixes: readonly string[] };
  /** Of the backups, of the cluster, or that signs: where the command names none. */
  readonly keyArn?: string;
  /** That a sharer shares with. */
  readonly accounts?: readonly string[];
  /** Of the keys that a copier copies from. */
  readonly sourceKeyArns?: readonly string[];
  /** Of the other versions of a key that is rotated by hand. */
  readonly otherVersions?: readonly string[];
  /** Of the HMAC key. */
  readonly macKeyArn?: string;
}

/** A part of a request, before it is known who makes it. */
type Call = Omit<ClaimRequest, "principal">;
export type Calls = (command: ParsedCommand, actor: Actor) => readonly (Call | ClaimRequest)[];

/** The commands that call AWS; the others work without credentials. */
const CALLS: Readonly<Record<string, Calls>> = {
  ...RETENTION_CALLS,
  backup: (command, actor) =>
    newPrefixes(command, actor).flatMap((prefix) => {
      const name = `${prefix}ca-20260102T030405Z.tar.gz`;
      const [payload, manifest] = [`${name}.kms`, `${name}.manifest.json`];
      const { key, named } = keyOf(command, actor, true);
      const context = messageContext(payload, String(command.flags.source), command);
      const to = (object: string) => ({
        principal: actor.principal,
        object: `${actor.bucket?.arn}/${object}`,
        context: { "s3:if-none-match": "*" },
      });
      return [
        { action: "kms:GenerateDataKey", resource: key, context: { ...context, ...named } },
        ...upload(actor.policies, to(payload)),
        ...multipartUpload(actor.policies, to(payload)),
        ...upload(actor.policies, to(manifest)),
      ];
    }),
  list: (command, actor) => [
    ...listing(command, actor),
    ...(command.flags.content === undefined ? [] : opening(command, actor)),
  ],
  verify: (command, actor) => [...listing(command, actor), ...opening(command, actor)],
  restore: (command, actor) => [
    ...listing(command, actor),
    ...opening(command, actor),
    ...(command.flags.rehydrate === undefined
      ? []
      : objects(command, actor).map((resource) => ({ action: "s3:RestoreObject", resource }))),
  ],
  drill: (command, actor) => [
    ...listing(command, actor),
    ...(command.flags.dryRun === undefined ? opening(command, actor) : []),
    ...(command.flags.dryRun === undefined && command.flags.store !== false ? evidence(command, actor) : []),
  ],
  status: listing,
  cleanup: (command, actor) => [
    // The evaluator does not know the condition on the prefix for this action, and nobody is bound by it.
    { action: "s3:ListBucketMultipartUploads", resource: actor.bucket?.arn ?? "" },
    ...(command.flags.dryRun === undefined
      ? objects(command, actor).map((resource) => ({ action: "s3:AbortMultipartUpload", resource }))
      : []),
  ],
  inspect: (command, actor) =>
    /^(s3:\/\/|latest$)/.test(command.operands[0] ?? "")
      ? [...listing(command, actor), ...fetching(command, actor)]
      : [],
  encrypt: (command, actor) =>
    command.flags.publicKey === undefined ? message(command, actor, ["kms:GenerateDataKey"]) : [],
  "encrypt-item": (command, actor) => fields(command, actor, ["kms:GenerateDataKey"]),
  "decrypt-item": (command, actor) => fields(command, actor, ["kms:DescribeKey", "kms:Decrypt"]),
  decrypt: (command, actor) =>
    command.flags.encryptionAlgorithm === undefined
      ? message(command, actor, ["kms:DescribeKey", "kms:Decrypt"])
      : use("kms:Decrypt")(command, actor).map((call) => ({
          ...call,
          // RSA has no encryption context.
          context: { ...call.context, "kms:EncryptionAlgorithm": String(command.flags.encryptionAlgorithm) },
        })),
  "import-key-material": (command, actor) => {
    const { key, named } = keyOf(command, actor);
    // KMS takes no alias for an import: the key is looked up first.
    return [
      { action: "kms:DescribeKey", resource: key, context: named },
      { action: "kms:GetParametersForImport", resource: key },
      { action: "kms:ImportKeyMaterial", resource: key },
    ];
  },
  "keys status": surveying,
  rewrap: (command, actor) => [
    ...surveying(command, actor),
    ...dataKeys(command, actor, [
      ...["kms:ReEncryptFrom", "kms:ReEncryptTo"],
      ...(command.flags.prove === undefined ? [] : ["kms:Decrypt"]),
    ]),
    ...prefixes(command, actor).flatMap((prefix) =>
      upload(actor.policies, {
        principal: actor.principal,
        object: `${actor.bucket?.arn}/${sidecarOf(prefix)}`,
        context: { "s3:if-none-match": "*" },
      }),
    ),
  ],
  reencrypt: (command, actor) => [
    ...surveying(command, actor),
    ...dataKeys(command, actor, ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"]),
    ...objects(command, actor).flatMap((object) => {
      const to = { principal: actor.principal, object, context: {} };
      return [...upload(actor.policies, to), ...multipartUpload(actor.policies, to)];
    }),
  ],
  rotate: (command, actor) => {
    const { key, named } = keyOf(command, actor);
    if (command.flags.onDemand !== undefined)
      return [
        ...["kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeyRotations", "kms:RotateKeyOnDemand"],
      ].map((action) => ({ action, resource: key, context: action === "kms:DescribeKey" ? named : {} }));
    const keys = [key, ...(actor.otherVersions ?? [])];
    const [alias = ""] = actor.policies.keys[key] ?? [];
    const { partition, region, account } = parseArn(key) ?? {};
    return [
      ...keys.flatMap((resource) => [
        { action: "kms:DescribeKey", resource },
        { action: "kms:UpdateAlias", resource },
      ]),
      { action: "kms:UpdateAlias", resource: `arn:${partition}:kms:${region}:${account}:${alias}` },
    ];
  },
  "kms-plugin": (command, actor) => {
    const { key, named } = keyOf(command, actor);
    const both = ["kms:Encrypt", "kms:Decrypt"].map((action) => ({ action, resource: key, context: named }));
    return named["kms:RequestAlias"] === undefined
      ? both
      : [...both, { action: "kms:ListAliases", resource: "*" }];
  },
  "snapshot share": (command, actor) => {
    const { kind, images, resource } = snapshotOf(command, actor);
    const given = [command.flags.account ?? actor.accounts ?? []].flat().map(String);
    return [
      { action: "kms:DescribeKey", resource: keyOf(command, actor).key },
      ...(kind === "ec2"
        ? [
            { action: "ec2:DescribeSnapshots", resource: "*" },
            { action: "ec2:DescribeSnapshotAttribute", resource },
            ...given.map((account) => ({
              action: "ec2:ModifySnapshotAttribute",
              resource,
              context: { "ec2:Add/userId": account },
            })),
            ...images("ec2:DescribeImageAttribute", "ec2:ModifyImageAttribute"),
          ]
        : [
            { action: `rds:Describe${kind}s`, resource },
            { action: `rds:Describe${kind}Attributes`, resource },
            { action: `rds:Modify${kind}Attribute`, resource },
          ]),
    ];
  },
  "snapshot copy": (command, actor) => {
    const { kind, images, isImage, region, resource } = snapshotOf(command, actor);
    const { key } = keyOf(command, actor);
    const via = { "kms:ViaService": `${kind === "ec2" ? "ec2" : "rds"}.${region}.amazonaws.com` };
    const forKey = (keyArn: string) => [
      {
        action: "kms:CreateGrant",
        resource: keyArn,
        context: { ...via, "kms:GrantIsForAWSResource": "true" },
      },
      ...["kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"].map((action) => ({
        action,
        resource: keyArn,
        context: via,
      })),
    ];
    const copies = isImage ? "CopyImage" : "CopySnapshot";
    return [
      { action: "kms:DescribeKey", resource: key },
      ...forKey(key),
      ...(actor.sourceKeyArns ?? []).flatMap(forKey),
      ...(kind === "ec2"
        ? [
            { action: "ec2:DescribeSnapshots", resource: "*" },
            { action: `ec2:${copies}`, resource },
            { action: "ec2:CreateTags", resource, context: { "ec2:CreateAction": copies } },
            ...images("ec2:CopyImage"),
          ]
        : [
            { action: `rds:Describe${kind}s`, resource },
            { action: `rds:Copy${kind}`, resource },
            { action: "rds:AddTagsToResource", resource, context: { "aws:TagKeys": ["sealstack:source"] } },
          ]),
    ];
  },
  sign: use("kms:GetPublicKey", "kms:Sign"),
  "public-key": use("kms:GetPublicKey"),
  "verify-signature": (command, actor) =>
    command.flags.publicKey === undefined ? use("kms:GetPublicKey", "kms:Verify")(command, actor) : [],
  "tofu-key-provider": (command, actor) =>
    ["kms:GenerateDataKey", "kms:Decrypt"].map((action) => ({
      action,
      // Commands in documents name an example's key.
      resource: actor.keyArn ?? "",
      context: {
        "kms:EncryptionContext:sealstack:purpose": "state",
        "kms:EncryptionContext:sealstack:state": String(command.flags.state),
      },
    })),
  mac: useMac("kms:DescribeKey", "kms:GenerateMac"),
  "verify-mac": useMac("kms:DescribeKey", "kms:VerifyMac"),
};

/** @returns nothing for a command that needs no credentials. */
export function callsOf(command: ParsedCommand, actor: Actor): readonly ClaimRequest[] {
  const calls = CALLS[command.name ?? ""]?.(command, actor) ?? [];
  return calls.map((call) => ({ principal: actor.principal, ...call }));
}

function use(...actions: readonly string[]): Calls {
  return (command, actor) => {
    const { key, named } = keyOf(command, actor);
    return actions.map((action) => ({ action, resource: key, context: named }));
  };
}

function useMac(...actions: readonly string[]): Calls {
  return (command, { macKeyArn, ...actor }) =>
    use(...actions)(command, macKeyArn === undefined ? actor : { ...actor, keyArn: macKeyArn });
}

/**
 * What a command on snapshots names, in the actor's account and region: where another account owns it, no policy here can say that it is shared. An AMI
 * comes with the snapshots behind it.
 */
function snapshotOf({ operands: [name = ""], flags }: ParsedCommand, { keyArn = "" }: Actor) {
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
function message(command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] {
  const { key, named } = keyOf(command, actor);
  return actions.map((action) => ({
    action,
    resource: key,
    // A key is looked up without an encryption context.
    context: action === "kms:DescribeKey" ? named : { ...named, ...givenContext(command) },
  }));
}

/** Fields of a table, under keys of the table. */
function fields(command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] {
  const table = {
    "kms:EncryptionContext:sealstack:purpose": "item",
    "kms:EncryptionContext:sealstack:table": String(command.flags.table),
  };
  return message(command, actor, actions).map(({ context, ...call }) => ({
    ...call,
    context: call.action === "kms:DescribeKey" ? { ...context } : { ...context, ...table },
  }));
}

function listing(command: ParsedCommand, actor: Actor): readonly Call[] {
  return prefixes(command, actor).map((prefix) => ({
    action: "s3:ListBucket",
    resource: actor.bucket?.arn ?? "",
    context: { "s3:prefix": prefix },
  }));
}

function fetching(command: ParsedCommand, actor: Actor): readonly ClaimRequest[] {
  return objects(command, actor).flatMap((object) =>
    download(actor.policies, { principal: actor.principal, object }),
  );
}

function opening(command: ParsedCommand, actor: Actor): readonly (Call | ClaimRequest)[] {
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
const sidecarOf = (prefix: string): string =>
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
function surveying(command: ParsedCommand, actor: Actor): readonly (Call | ClaimRequest)[] {
  return [
    ...listing(command, actor),
    ...fetching(command, actor),
    ...sidecars(command, actor),
    { action: "kms:DescribeKey", resource: actor.keyArn ?? "" },
  ];
}

/** Uses of the key for the data keys of backups, by their actions. */
const dataKeys = (command: ParsedCommand, actor: Actor, actions: readonly string[]): readonly Call[] =>
  prefixes(command, actor).flatMap((prefix) =>
    actions.map((action) => ({
      action,
      resource: actor.keyArn ?? "",
      context: messageContext(`${prefix}ca-20260102T030405Z.tar.gz.kms`, "files", command),
    })),
  );

/** What a drill stores. The key of a code or signature is one of another stack. */
function evidence(command: ParsedCommand, actor: Actor): readonly ClaimRequest[] {
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
function objects(command: ParsedCommand, actor: Actor): readonly string[] {
  return prefixes(command, actor).flatMap((prefix) =>
    [".kms", ".manifest.json"].map((end) => `${actor.bucket?.arn}/${prefix}ca-20260102T030405Z.tar.gz${end}`),
  );
}

/**
 * Below which prefixes a command works: without one, below those of the stack.
 */
function prefixes({ flags }: ParsedCommand, { bucket }: Actor): readonly string[] {
  return typeof flags.prefix === "string" ? [flags.prefix] : (bucket?.prefixes ?? []);
}

/** A stack with several prefixes takes no backup without one. What is shown without outputs has it from the environment. */
function newPrefixes(command: ParsedCommand, actor: Actor): readonly string[] {
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
function keyOf({ flags }: ParsedCommand, { policies, keyArn }: Actor, byAlias = false): NamedKey {
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

function messageContext(payload: string, source: string, command: ParsedCommand): ClaimContext {
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
