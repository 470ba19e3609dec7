/** What each command asks of AWS, for the evaluation of synthesized policies: written out, as a claim must not follow what it checks. */
import { parseArn } from "../../../modules/arn";
import type { ClaimRequest } from "../../../presets/common/claims/claim";
import { multipartUpload, upload } from "../../../tools/policy-check";
import type { ParsedCommand } from "../repository/documented-commands";
import type { Actor, Calls } from "./calls";
import {
  dataKeys,
  evidence,
  fetching,
  fields,
  keyOf,
  listing,
  message,
  messageContext,
  newPrefixes,
  objects,
  opening,
  prefixes,
  sidecarOf,
  snapshotOf,
  surveying,
  use,
  useMac,
} from "./parts";
import { RETENTION_CALLS } from "./retention-calls";

export type { Actor } from "./calls";

/** For each object what the command for one backup asks; a job of S3 is made by whoever administers the account. */
const fleetRun: Calls = (command, actor) => {
  if (command.flags.driver === "s3-batch") return [];
  const operation = String(command.flags.operation).replace(/^(verify-quick|fixity)$/, "verify");
  return CALLS[operation]?.(command, actor) ?? [];
};

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
  "fleet plan": (command, actor) => [
    ...listing(command, actor),
    { action: "kms:DescribeKey", resource: actor.keyArn ?? "" },
  ],
  "fleet run": fleetRun,
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
