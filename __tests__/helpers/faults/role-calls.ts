/** A stack with a key, a bucket and a role, and the account that has all of it: what IAM answers of the role, in XML. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { role } from "./row";

const NAME = "writer";
const [ROLE, POLICY] = [role(NAME), "seal"];
const KEY = "${aws_kms_key.k.arn}";

const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const TRUST = document({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });
const inline = (key: string): string => document({ Action: "kms:GenerateDataKey", Resource: key });

/** What KMS has for the key of the stack. */
export const KEY_POLICY = document({ Action: "kms:*", Principal: { AWS: ROLE }, Resource: "*" });

/** Writes the stack and its outputs to folder `stack`, to be compared with the account. */
export function writeStack(dir: string, keyArn: string): void {
  const stack = {
    provider: { aws: [{ region: "eu-central-1" }] },
    terraform: {},
    resource: {
      aws_kms_key: { k: { policy: KEY_POLICY } },
      aws_s3_bucket: { b: { bucket: "backups" } },
      aws_iam_role: { writer: { name: NAME, assume_role_policy: TRUST } },
      aws_iam_role_policy: { seal: { name: POLICY, role: NAME, policy: inline(KEY) } },
    },
    output: { key_arn: { value: KEY } },
  };
  mkdirSync(join(dir, "stack"));
  writeFileSync(join(dir, "stack", "cdk.tf.json"), JSON.stringify(stack));
  writeFileSync(join(dir, "stack", "outputs.json"), JSON.stringify({ key_arn: keyArn }));
}

const list = (name: string, members: string): string =>
  `<${name}>${members}</${name}><IsTruncated>false</IsTruncated>`;

/** @returns what IAM answers to an action, by its name */
export const roleCalls = (keyArn: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      GetRole: `<Role><RoleName>${NAME}</RoleName><Arn>${ROLE}</Arn><AssumeRolePolicyDocument>${encodeURIComponent(TRUST)}</AssumeRolePolicyDocument></Role>`,
      ListRolePolicies: list("PolicyNames", `<member>${POLICY}</member>`),
      GetRolePolicy: `<PolicyDocument>${encodeURIComponent(inline(keyArn))}</PolicyDocument>`,
      ListAttachedRolePolicies: list("AttachedPolicies", ""),
    }).map(([action, result]) => [
      action,
      `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    ]),
  );
