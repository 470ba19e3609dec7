/** What the commands on retention ask of AWS, for the evaluation of synthesized policies: beside command-calls.ts. */
import type { ClaimRequest } from "../../../presets/common/claims/claim";
import { upload } from "../../../tools/policy-check";
import type { ParsedCommand } from "../repository/documented-commands";
import type { Actor, Calls } from "./calls";

type Call = ReturnType<Calls>[number];

const STEM = "ca-20260102T030405Z";
const MARK = `.sealstack/quarantine/${STEM}/20260103T030405Z.json`;

export const RETENTION_CALLS: Readonly<Record<string, Calls>> = {
  prune: (command, actor) => [
    ...settings(actor),
    ...versions(command, actor),
    ...locks(command, actor),
    ...(command.flags.dryRun === undefined ? onObjects(command, actor, "s3:DeleteObject") : []),
  ],
  undelete: (command, actor) => [
    ...versions(command, actor),
    ...onObjects(command, actor, "s3:DeleteObjectVersion"),
  ],
  quarantine: (command, actor) =>
    command.flags.release === undefined
      ? [...prefixes(command, actor).flatMap((prefix) => marked(actor, prefix))]
      : [
          { action: "s3:GetBucketVersioning", resource: actor.bucket?.arn ?? "" },
          ...versions(command, actor),
          ...prefixes(command, actor).map((prefix) => ({
            action: "s3:DeleteObject",
            resource: `${actor.bucket?.arn}/${prefix}${MARK}`,
          })),
        ],
  "hold set": hold,
  "hold release": hold,
  "lock extend": (command, actor) => [
    ...settings(actor),
    ...versions(command, actor),
    ...locks(command, actor),
    ...onObjects(command, actor, "s3:PutObjectRetention").map((call) => ({
      ...call,
      context: {
        "s3:object-lock-remaining-retention-days": String(command.flags.days ?? 30),
        "s3:object-lock-mode": "GOVERNANCE",
      },
    })),
  ],
};

function hold(command: ParsedCommand, actor: Actor): readonly Call[] {
  return [
    { action: "s3:GetBucketObjectLockConfiguration", resource: actor.bucket?.arn ?? "" },
    ...versions(command, actor),
    ...locks(command, actor),
    ...onObjects(command, actor, "s3:PutObjectLegalHold"),
  ];
}

const settings = ({ bucket }: Actor): Call[] =>
  ["s3:GetBucketVersioning", "s3:GetBucketObjectLockConfiguration", "s3:GetLifecycleConfiguration"].map(
    (action) => ({ action, resource: bucket?.arn ?? "" }),
  );

const versions = (command: ParsedCommand, actor: Actor): Call[] =>
  prefixes(command, actor).map((prefix) => ({
    action: "s3:ListBucketVersions",
    resource: actor.bucket?.arn ?? "",
    context: { "s3:prefix": prefix },
  }));

const locks = (command: ParsedCommand, actor: Actor): Call[] =>
  ["s3:GetObjectRetention", "s3:GetObjectLegalHold"].flatMap((action) => onObjects(command, actor, action));

/** On payload and manifest. */
const onObjects = (command: ParsedCommand, actor: Actor, action: string): Call[] =>
  prefixes(command, actor).flatMap((prefix) =>
    [".tar.gz.kms", ".manifest.json"].map((end) => ({
      action,
      resource: `${actor.bucket?.arn}/${prefix}${STEM}${end}`,
    })),
  );

function marked(actor: Actor, prefix: string): readonly ClaimRequest[] {
  const { principal, bucket, policies } = actor;
  return [
    {
      principal,
      action: "s3:ListBucket",
      resource: bucket?.arn ?? "",
      context: { "s3:prefix": `${prefix}${STEM}.tar.gz.kms` },
    },
    ...upload(policies, {
      principal,
      object: `${bucket?.arn}/${prefix}${MARK}`,
      context: { "s3:if-none-match": "*" },
    }),
  ];
}

/** Those of the ids that are named, else of `--prefix`, else of the stack. */
function prefixes({ flags, operands }: ParsedCommand, { bucket }: Actor): readonly string[] {
  const named = operands.map((id) => id.slice(0, id.lastIndexOf("/") + 1)).filter((prefix) => prefix !== "");
  if (named.length > 0) return [...new Set(named)];
  return typeof flags.prefix === "string" ? [flags.prefix] : (bucket?.prefixes ?? []);
}
