/** What principals may do with the objects below prefixes, as plain data. Listing stands apart from reading, each bound to the prefixes. */
import { endsInSlash, folderOrAll } from "../../aws-formats";
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam/policies/policy-document";
import { knownList, text, word } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments } from "../../validate";
import {
  LIST_BUCKET_ACTION,
  LIST_VERSIONS_ACTION,
  READ_OBJECT_ACTIONS,
  WRITE_OBJECT_ACTIONS,
} from "./actions";

interface Access {
  /** Of the statement about objects. */
  readonly sid: string;
  readonly objectActions: readonly string[];
  /** Of the statement about the bucket, where there is one. */
  readonly listActions: readonly string[];
  /** What S3 does with the key on behalf of the principal. */
  readonly keyUses: readonly ("encryptOnly" | "decryptOnly")[];
  /** Whether the bucket policy has to refuse what would overwrite. */
  readonly appendOnly: boolean;
}

/**
 * Ways to use a bucket. None of them deletes, changes tags, access lists or locks.
 *
 * Who writes gets `decryptOnly` of the key as well, through S3 only: it reads the parts of a multipart upload again. Without `s3:GetObject` that opens
 * nothing.
 */
export const BUCKET_ACCESS = {
  /** Adds and replaces objects; sees none, not even their names. */
  writeOnly: {
    sid: "WriteObjects",
    objectActions: WRITE_OBJECT_ACTIONS,
    listActions: [],
    keyUses: ["encryptOnly", "decryptOnly"],
    appendOnly: false,
  },
  /** Adds objects and sees their names; replaces none: every upload needs `If-None-Match: *`. */
  appendOnly: {
    sid: "AppendObjects",
    objectActions: WRITE_OBJECT_ACTIONS,
    listActions: [LIST_BUCKET_ACTION],
    keyUses: ["encryptOnly", "decryptOnly"],
    appendOnly: true,
  },
  /** Reads current objects. */
  readOnly: {
    sid: "ReadObjects",
    objectActions: ["s3:GetObject"],
    listActions: [LIST_BUCKET_ACTION],
    keyUses: ["decryptOnly"],
    appendOnly: false,
  },
  /** Reads every version, whatever was deleted or overwritten since, and brings archived objects back. */
  restoreOnly: {
    sid: "RestoreObjects",
    objectActions: [...READ_OBJECT_ACTIONS, "s3:RestoreObject"],
    listActions: [LIST_BUCKET_ACTION, LIST_VERSIONS_ACTION],
    keyUses: ["decryptOnly"],
    appendOnly: false,
  },
} as const satisfies Record<string, Access>;

export type BucketAccessName = keyof typeof BUCKET_ACCESS;

/** The row of an access, without the exact types of the table. */
export function accessTraits(name: BucketAccessName): Access {
  return BUCKET_ACCESS[name];
}

/**
 * Statements for the policy of an identity, or, with principals added, for the bucket policy.
 *
 * @param prefixes starts of object keys, each with a slash at its end; an empty one is the whole bucket
 * @throws {@link ConfigError} for a prefix without its slash, or one with a wildcard, which a policy would read as one
 */
export function accessStatements(
  bucketArn: string,
  name: BucketAccessName,
  prefixes: readonly string[],
): readonly Statement[] {
  assertArguments(
    "accessStatements",
    { bucketArn, name, prefixes },
    { bucketArn: text, name: word(Object.keys(BUCKET_ACCESS)), prefixes: knownList(folderOrAll) },
  );
  const problems = prefixProblems("accessStatements", prefixes);
  if (problems.length > 0) throw new ConfigError("accessStatements", problems);
  const { sid, objectActions, listActions } = accessTraits(name);
  const objects: Statement = {
    sid,
    actions: objectActions,
    resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
  };
  if (listActions.length === 0) return [objects];
  const whole = prefixes.includes("");
  return [
    objects,
    {
      sid: `${sid}List`,
      actions: listActions,
      resources: [bucketArn],
      ...(whole
        ? {}
        : { conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } } }),
    },
  ];
}

/** What is wrong with the prefixes of a grant. */
export function prefixProblems(what: string, prefixes: readonly string[]): readonly string[] {
  if (prefixes.length === 0) return [`prefixes of ${what} must name a prefix; "" is the whole bucket`];
  return prefixes.flatMap((prefix) => {
    if (/[*?]/.test(prefix) || prefix.startsWith("/"))
      return [`prefixes of ${what} must hold no wildcard and not start with a slash, got ${shown(prefix)}`];
    // Else `releases` would be about `releases-secret/` too.
    return prefix === "" || endsInSlash(prefix)
      ? []
      : [`prefixes of ${what} must end in a slash, got ${shown(prefix)}; "" is the whole bucket`];
  });
}
