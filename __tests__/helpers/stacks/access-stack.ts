/** A small stack with a key, a bucket, and three roles that each do one thing. */

/** Changes the text of the stack. */
export type Edit = (text: string) => string;

const ROOT = "arn:aws:iam::111122223333:root";
const allow = (Sid: string, Action: readonly string[], rest: object = {}) => ({
  Sid,
  Effect: "Allow",
  Action,
  ...rest,
});
const document = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const context = { StringLike: { "kms:EncryptionContext:what": "backup/in/*" } };
const viaS3 = {
  StringEquals: {
    "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b",
  },
};
const KEY = "${aws_kms_key.k.arn}";
const role = (name: string) => ({
  name,
  assume_role_policy: document(
    allow("Trust", ["sts:AssumeRole"], { Principal: { Service: "ec2.amazonaws.com" } }),
  ),
});
const own = (name: string, ...statements: readonly object[]) => ({
  role: `\${aws_iam_role.${name}.name}`,
  policy: document(...statements),
});
const as = (name: string) => ({ Principal: { AWS: `\${aws_iam_role.${name}.arn}` }, Resource: "*" });

export function accessStack(edit: Edit = (text) => text): string {
  const stack = {
    provider: { aws: [{ region: "eu-west-1" }] },
    terraform: {},
    resource: {
      aws_iam_role: { writer: role("writer"), reader: role("reader"), keeper: role("keeper") },
      aws_iam_role_policy: {
        writer: own(
          "writer",
          allow("Seal", ["kms:GenerateDataKey"], { Resource: KEY, Condition: viaS3 }),
          allow("Add", ["s3:PutObject"], {
            Resource: "arn:aws:s3:::b/in/*",
            Condition: { Null: { "s3:if-none-match": "false" } },
          }),
        ),
        reader: own(
          "reader",
          allow("Open", ["kms:Decrypt"], { Resource: KEY, Condition: context }),
          allow("Read", ["s3:GetObject"], { Resource: "arn:aws:s3:::b/in/*" }),
        ),
        keeper: own("keeper", allow("Keep", ["kms:PutKeyPolicy", "kms:DisableKey"], { Resource: KEY })),
      },
      aws_kms_key: {
        k: {
          deletion_window_in_days: 30,
          policy: document(
            allow("Root", ["kms:PutKeyPolicy"], { Principal: { AWS: ROOT }, Resource: "*" }),
            allow("Keep", ["kms:PutKeyPolicy", "kms:DisableKey"], as("keeper")),
            allow("Seal", ["kms:GenerateDataKey"], { ...as("writer"), Condition: viaS3 }),
            allow("Open", ["kms:Decrypt"], { ...as("reader"), Condition: context }),
          ),
        },
      },
      aws_kms_alias: { a: { name: "alias/vault", target_key_id: "${aws_kms_key.k.key_id}" } },
      aws_s3_bucket: { b: { bucket: "b" } },
      aws_s3_bucket_server_side_encryption_configuration: {
        e: {
          bucket: "${aws_s3_bucket.b.id}",
          rule: [
            {
              apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY },
              bucket_key_enabled: true,
            },
          ],
        },
      },
    },
  };
  // Policies are texts in the text: their quotes are escaped, but not for who edits.
  const text = JSON.stringify(stack, (_, value) =>
    typeof value === "string" && value.startsWith("{") ? { "//text": JSON.parse(value) } : value,
  );
  return JSON.stringify(
    JSON.parse(edit(text), (_, value) =>
      value?.["//text"] === undefined ? value : JSON.stringify(value["//text"]),
    ),
  );
}
