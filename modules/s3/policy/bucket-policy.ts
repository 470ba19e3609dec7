/** Statements of a bucket policy, as plain data. */
import { principalArnCondition } from "../../iam/policies/deny-principals";
import type { Statement } from "../../iam/policies/policy-document";
import { accountRootOf } from "../../iam/policies/principals";
import { either, flag, list, orNothing, text, word } from "../../shape";
import { assertArguments } from "../../validate";
import { MINIMUM_TLS_VERSION } from "../limits";

const SSE = "s3:x-amz-server-side-encryption";
const UPDATE_ENCRYPTION = "s3:UpdateObjectEncryption";
const SSE_KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * Refuses plain HTTP, and TLS older than `minimumVersion`, to everybody.
 *
 * @param minimumVersion `"1.2"` or `"1.3"`
 */
export function tlsStatements(
  bucketArn: string,
  minimumVersion: string = MINIMUM_TLS_VERSION,
): readonly Statement[] {
  assertArguments("tlsStatements", { bucketArn, minimumVersion }, { bucketArn: text, minimumVersion: text });
  const everything = {
    effect: "Deny",
    principals: "*",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    { ...everything, sid: "DenyPlainHttp", conditions: { Bool: { "aws:SecureTransport": "false" } } },
    {
      ...everything,
      sid: "DenyOldTls",
      conditions: { NumericLessThan: { "s3:TlsVersion": minimumVersion } },
    },
  ];
}

/**
 * Keeps every object under the one key, or under any of several: uploads, and replicas, whose key is named by whoever configures the replication. An upload without
 * encryption headers gets the bucket's default, which is that key, so it is allowed; refused are a header that names another key, and one that asks for encryption without
 * naming a key (`AES256`, or `aws:kms`, which would fall to the AWS-managed key).
 *
 * `Null` guards the first: a negated operator alone is also true where the header is absent.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html for the keys of `s3:ReplicateObject`
 */
export function encryptionStatements(
  bucketArn: string,
  keyArn: string | readonly string[],
): readonly Statement[] {
  assertArguments(
    "encryptionStatements",
    { bucketArn, keyArn },
    { bucketArn: text, keyArn: either(Array.isArray, list(text), text) },
  );
  const newObject = { ...uploadTo(bucketArn), actions: ["s3:PutObject", "s3:ReplicateObject"] } as const;
  return [
    {
      ...newObject,
      sid: "DenyOtherKey",
      conditions: { Null: { [SSE_KEY_ID]: "false" }, StringNotEquals: { [SSE_KEY_ID]: keyArn } },
    },
    {
      ...newObject,
      sid: WITHOUT_KEY,
      conditions: { Null: { [SSE]: "false", [SSE_KEY_ID]: "true" } },
    },
  ];
}

/**
 * The same, but for services that name themselves in a request: `aws:PrincipalServiceName` is in none but theirs.
 *
 * @param services such as `cloudtrail.amazonaws.com`
 */
export function sparingServices(statement: Statement, services: readonly string[]): Statement {
  const { StringNotEquals, ...conditions } = statement.conditions ?? {};
  return {
    ...statement,
    conditions: {
      ...conditions,
      StringNotEquals: { ...StringNotEquals, "aws:PrincipalServiceName": services },
    },
  };
}

/** Of the statement that refuses to encrypt without the key. */
export const WITHOUT_KEY = "DenyEncryptionWithoutKey";

/**
 * Refuses a request for another algorithm than the bucket's: on a bucket of S3's own keys `AES256`, so that nobody's KMS key decides who can read, of new objects and of
 * those that are there (`s3:UpdateObjectEncryption`); on one with two layers `aws:kms:dsse`, so that nobody leaves one out.
 *
 * @param updates whether S3 there knows `s3:UpdateObjectEncryption`
 */
export function algorithmStatement(
  bucketArn: string,
  algorithm: "AES256" | "aws:kms:dsse",
  updates = true,
): Statement {
  assertArguments(
    "algorithmStatement",
    { bucketArn, algorithm, updates },
    { bucketArn: text, algorithm: word(["AES256", "aws:kms:dsse"]), updates: flag },
  );
  return {
    ...uploadTo(bucketArn),
    ...(algorithm === "AES256" && updates ? { actions: ["s3:PutObject", UPDATE_ENCRYPTION] } : {}),
    sid: "DenyOtherEncryption",
    conditions: { Null: { [SSE]: "false" }, StringNotEquals: { [SSE]: algorithm } },
  };
}

/**
 * Lets nobody put objects that are there under another key (`s3:UpdateObjectEncryption`, since January 2026). It rewrites the data key alone, at once and for objects
 * of any size: with broad rights it is a way to take a whole bucket hostage. The updaters may bring objects under one of the bucket's own keys.
 *
 * @param keyArns of the bucket's keys; with none, nobody may
 * @param updaters ARNs of roles and users, or of whole accounts
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
 */
export function encryptionUpdateStatements(
  bucketArn: string,
  keyArns: readonly string[],
  updaters: readonly string[] = [],
): readonly Statement[] {
  assertArguments(
    "encryptionUpdateStatements",
    { bucketArn, keyArns, updaters },
    { bucketArn: text, keyArns: list(text), updaters: list(text) },
  );
  const update = {
    effect: "Deny",
    principals: "*",
    actions: [UPDATE_ENCRYPTION],
    resources: [`${bucketArn}/*`],
  } as const;
  if (keyArns.length === 0 || updaters.length === 0) return [{ ...update, sid: "DenyEncryptionUpdate" }];
  return [
    {
      ...update,
      sid: "DenyEncryptionUpdate",
      conditions: principalArnCondition(updaters, "ArnNotEquals"),
    },
    // Without `Null`: a request that names no key is refused, too.
    { ...update, sid: "DenyUpdateToOtherKey", conditions: { StringNotEquals: { [SSE_KEY_ID]: keyArns } } },
  ];
}

function uploadTo(bucketArn: string) {
  return {
    effect: "Deny",
    principals: "*",
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
  } as const;
}

/**
 * Lets the principals, or everybody, create objects only where there is none of that name. They are named by `aws:PrincipalArn`: as principals they would be their unique ids,
 * and a role that is made anew could overwrite. `s3:ObjectCreationOperation` exempts the calls that start a
 * multipart upload and send its parts: they cannot carry the header. A copy into the bucket cannot either, and is refused.
 *
 * @param principals ARNs of roles and users, or of whole accounts; of a session, its role is meant. Without it, it is about everybody.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function noOverwriteStatement(bucketArn: string, principals?: readonly string[]): Statement {
  assertArguments(
    "noOverwriteStatement",
    { bucketArn, principals },
    { bucketArn: text, principals: orNothing(list(text)) },
  );
  return {
    sid: "DenyOverwrite",
    effect: "Deny",
    principals: "*",
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
    conditions: {
      ...(principals === undefined ? {} : principalArnCondition(principals)),
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  };
}

/**
 * Lets one principal in.
 *
 * @param byName by a condition on `aws:PrincipalArn`, with its account as the principal: S3 takes no principal that is not there yet
 */
export function letIn(arn: string, statement: Statement, byName: boolean): Statement {
  const root = byName ? accountRootOf(arn) : undefined;
  if (root === undefined) return { ...statement, principals: { aws: [arn] } };
  const { conditions = {} } = statement;
  return {
    ...statement,
    principals: { aws: [root] },
    conditions: { ...conditions, ArnEquals: { ...conditions.ArnEquals, "aws:PrincipalArn": arn } },
  };
}

/** What puts an object, its tags or its lock into a bucket, by hand or by replication. */
const WRITES = [
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutObject",
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionAcl",
  "s3:PutObjectVersionTagging",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
  "s3:ReplicateTags",
] as const;

const ONLY_WRITERS = "DenyOtherWriters";

/**
 * Lets nobody write but the principals, administrators of the account included. Deletions are not its business: object lock and versioning are.
 *
 * @param principals ARNs of roles and users; of a role, its sessions are meant
 */
export function onlyWritersStatement(bucketArn: string, principals: readonly string[]): Statement {
  assertArguments(
    "onlyWritersStatement",
    { bucketArn, principals },
    { bucketArn: text, principals: list(text) },
  );
  return {
    sid: ONLY_WRITERS,
    effect: "Deny",
    principals: "*",
    actions: WRITES,
    resources: [`${bucketArn}/*`],
    conditions: { ArnNotEquals: { "aws:PrincipalArn": principals } },
  };
}

/** Who alone may write, by the statement above; `undefined` where policies decide. */
export function onlyWriters(statements: readonly Statement[]): readonly string[] | undefined {
  const found = statements.find(({ sid }) => sid === ONLY_WRITERS);
  return found && [found.conditions?.ArnNotEquals?.["aws:PrincipalArn"] ?? []].flat().map(String);
}
