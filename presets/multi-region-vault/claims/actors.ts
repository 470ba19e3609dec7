/** Who writes and who reads in one region, and that neither reaches anything in another. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { DECRYPTS, ENCRYPTS } from "../../common/claims/replication-claims";
import { asField, type Place, telling, throughDynamodb, throughS3 } from "./subject";

const READ_ITEMS = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"];
const WRITE_ITEMS = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
const NO_ITEMS = [
  "dynamodb:BatchWriteItem",
  "dynamodb:DeleteItem",
  "dynamodb:DeleteTable",
  "dynamodb:ExportTableToPointInTime",
  "dynamodb:PartiQLDelete",
  "dynamodb:PutResourcePolicy",
  "dynamodb:UpdateTable",
];
const NO_OBJECTS = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObjectVersion",
  "s3:PutObjectAcl",
  "s3:BypassGovernanceRetention",
];
const NO_BUCKET = ["s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:DeleteBucket"];

/** Returns nothing of the item as it was. */
const SILENT = { "dynamodb:ReturnValues": "NONE" };

type Sentences = ReturnType<typeof claimsAbout>;

export function writerClaims(place: Place, others: readonly Place[]): readonly Claim[] {
  const { subject, keyArn: key, bucketArn: bucket, tableArn: table } = place;
  const sentences = claimsAbout(`the writer of ${place.region}`, { kind: "role", arn: place.writerArn });
  const { may, mayNot, mayNotCall } = sentences;
  return [
    ...fieldClaims(sentences, place, ENCRYPTS, DECRYPTS),
    ...s3Claims(sentences, place, [...ENCRYPTS, ...DECRYPTS], []),
    ...dynamodbClaims(sentences, place),
    may("write an object", "s3:PutObject", `${bucket}/data/file`, {}, "WriteObjects"),
    may("give up an upload", "s3:AbortMultipartUpload", `${bucket}/data/file`, {}, "WriteObjects"),
    mayNot("read an object", "s3:GetObject", `${bucket}/data/file`),
    mayNot("list the bucket", "s3:ListBucket", bucket),
    ...WRITE_ITEMS.flatMap((action) => [
      may(`call ${action}`, action, table, SILENT, "WriteItems"),
      ...["ALL_OLD", "ALL_NEW", "UPDATED_OLD"].map((values) =>
        mayNot(`call ${action} for ${values}`, action, table, { "dynamodb:ReturnValues": values }),
      ),
    ]),
    may("look at the table", "dynamodb:DescribeTable", table, {}, "WriteItemsDescribe"),
    ...mayNotCall([...READ_ITEMS, ...NO_ITEMS], table),
    mayNot("query an index", "dynamodb:Query", `${table}/index/any`),
    ...elsewhere(sentences, place, others),
    ...mayNotCall(["s3:PutObject"], `${subject.otherBucketArn}/data/file`),
    mayNot("fill another table", "dynamodb:PutItem", `${table}-other`, SILENT),
    ...mayNotCall(KEY_POWERS, key),
  ];
}

export function readerClaims(place: Place, others: readonly Place[]): readonly Claim[] {
  const { subject, keyArn: key, bucketArn: bucket, tableArn: table } = place;
  const sentences = claimsAbout(`the reader of ${place.region}`, { kind: "role", arn: place.readerArn });
  const { may, mayNot, mayNotCall } = sentences;
  return [
    ...fieldClaims(sentences, place, DECRYPTS, ENCRYPTS),
    ...s3Claims(sentences, place, DECRYPTS, ENCRYPTS),
    ...dynamodbClaims(sentences, place),
    may("read an object", "s3:GetObject", `${bucket}/data/file`, {}, "ReadObjects"),
    may("list the bucket", "s3:ListBucket", bucket, {}, "ReadObjectsList"),
    ...mayNotCall(["s3:PutObject", "s3:AbortMultipartUpload"], `${bucket}/data/file`),
    ...READ_ITEMS.map((action) => may(`call ${action}`, action, table, {}, "ReadItems")),
    ...["dynamodb:Query", "dynamodb:Scan"].map((action) =>
      may(`call ${action} of an index`, action, `${table}/index/any`, {}, "ReadItems"),
    ),
    may("look at the table", "dynamodb:DescribeTable", table, {}, "ReadItemsDescribe"),
    ...mayNotCall([...WRITE_ITEMS, ...NO_ITEMS], table),
    ...elsewhere(sentences, place, others),
    ...mayNotCall(["s3:GetObject"], `${subject.otherBucketArn}/data/file`),
    mayNot("list another bucket", "s3:ListBucket", subject.otherBucketArn),
    ...mayNotCall(["dynamodb:GetItem", "dynamodb:DescribeTable"], `${table}-other`),
    ...mayNotCall(KEY_POWERS, key),
  ];
}

/** Fields of the table, and of nothing else. */
function fieldClaims(
  { may, mayNot, mayNotCall }: Sentences,
  { subject, keyArn: key }: Place,
  allowed: readonly string[],
  refused: readonly string[],
): readonly Claim[] {
  const context = (more: Parameters<typeof asField>[1]) => asField(subject, more);
  return [
    may("look at the key", "kms:DescribeKey", key),
    ...allowed.map((action) => may(`call ${action} for a field`, action, key, asField(subject))),
    ...telling(allowed).flatMap((action) => [
      may(
        `call ${action} for a field in its whole context`,
        action,
        key,
        context({ "kms:EncryptionContext:sealstack:field": "/card" }),
      ),
      mayNot(
        `call ${action} for a field of another table`,
        action,
        key,
        context({ "kms:EncryptionContext:sealstack:table": "other" }),
      ),
      mayNot(
        `call ${action} for a backup`,
        action,
        key,
        context({ "kms:EncryptionContext:sealstack:purpose": "backup" }),
      ),
      mayNot(`call ${action} without a context`, action, key),
    ]),
    ...telling(refused).map((action) => mayNot(`call ${action} for a field`, action, key, asField(subject))),
    ...mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], subject.otherKeyArn, asField(subject)),
  ];
}

/** Objects of the bucket, through S3. */
function s3Claims(
  { may, mayNot }: Sentences,
  place: Place,
  allowed: readonly string[],
  refused: readonly string[],
): readonly Claim[] {
  const { keyArn: key, bucketArn, subject } = place;
  const arn = "kms:EncryptionContext:aws:s3:arn";
  return [
    may("let S3 look at the key", "kms:DescribeKey", key, {
      "kms:ViaService": throughS3(place)["kms:ViaService"] ?? "",
    }),
    ...allowed.map((action) => may(`let S3 call ${action}`, action, key, throughS3(place))),
    ...telling(allowed).flatMap((action) => [
      mayNot(
        `let S3 call ${action} for another bucket`,
        action,
        key,
        throughS3(place, { [arn]: subject.otherBucketArn }),
      ),
      mayNot(
        `let S3 elsewhere call ${action}`,
        action,
        key,
        throughS3(place, { "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
      ),
      mayNot(`call ${action} itself as if for S3`, action, key, throughS3(place, { "kms:ViaService": null })),
    ]),
    ...DECRYPTS.map((action) =>
      may(
        `let S3 call ${action} for an object`,
        action,
        key,
        throughS3(place, { [arn]: `${bucketArn}/data/file` }),
      ),
    ),
    ...telling(refused).map((action) => mayNot(`let S3 call ${action}`, action, key, throughS3(place))),
  ];
}

/** The table's own key, through DynamoDB, which asks KMS as whoever reads or writes. */
function dynamodbClaims({ may, mayNot }: Sentences, place: Place): readonly Claim[] {
  const { keyArn: key } = place;
  const differing = {
    "for another table": { "kms:EncryptionContext:aws:dynamodb:tableName": "other" },
    "for another account's table": {
      "kms:EncryptionContext:aws:dynamodb:subscriberId": place.subject.otherAccountId,
    },
    elsewhere: { "kms:ViaService": "dynamodb.us-east-1.amazonaws.com" },
    "as if for it": { "kms:ViaService": null },
  };
  return [
    ...DECRYPTS.map((action) => may(`let DynamoDB call ${action}`, action, key, throughDynamodb(place))),
    ...telling(DECRYPTS).flatMap((action) =>
      Object.entries(differing).map(([how, context]) =>
        mayNot(`let DynamoDB call ${action} ${how}`, action, key, throughDynamodb(place, context)),
      ),
    ),
    mayNot("let DynamoDB make a data key", "kms:GenerateDataKey", key, throughDynamodb(place)),
  ];
}

/** Neither table, nor bucket, nor key of another region, nor a role of the stack. */
function elsewhere(
  { mayNot, mayNotCall }: Sentences,
  place: Place,
  others: readonly Place[],
): readonly Claim[] {
  const { bucketArn: bucket } = place;
  return [
    ...mayNotCall(NO_OBJECTS, `${bucket}/data/file`),
    ...mayNotCall(NO_BUCKET, bucket),
    ...others.flatMap((other) => [
      ...mayNotCall([...READ_ITEMS, "dynamodb:DeleteItem", "dynamodb:DescribeTable"], other.tableArn),
      ...mayNotCall(WRITE_ITEMS, other.tableArn, SILENT),
      ...mayNotCall(
        ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
        `${other.bucketArn}/data/file`,
      ),
      ...mayNotCall(["s3:ListBucket"], other.bucketArn),
      ...["kms:Decrypt", "kms:GenerateDataKey"].flatMap((action) => [
        mayNot(
          `call ${action} for a field with the key in ${other.region}`,
          action,
          other.keyArn,
          asField(other.subject),
        ),
        mayNot(
          `let S3 call ${action} with the key in ${other.region}`,
          action,
          other.keyArn,
          throughS3(other),
        ),
        mayNot(
          `let DynamoDB call ${action} with the key in ${other.region}`,
          action,
          other.keyArn,
          throughDynamodb(other),
        ),
      ]),
    ]),
  ];
}
