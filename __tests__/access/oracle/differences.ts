/** Where the two evaluators differ, and AWS's documentation decides. */
import {
  type Decision,
  decide,
  type NamedPolicy,
  type PolicyStatement,
  type Question,
} from "../../../access";

export interface Difference {
  readonly name: string;
  /** Address of the page. */
  readonly page: string;
  /** @default - either */
  readonly ours?: "allowed" | "denied";
  isAbout(question: Question, decision: Decision): boolean;
  /** A question on which the two differ, and what ours says. */
  readonly example: Question;
  readonly says: "allowed" | "denied";
}

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const TARGET = "arn:aws:iam::111122223333:role/target";

const policy = (statement: object, Version = "2012-10-17"): NamedPolicy => ({
  name: "policy",
  document: { Version, Statement: [statement as PolicyStatement] },
});
const forEverybody = (Action: string) => ({ Effect: "Allow", Principal: "*", Action });

/** Whether a statement of the resource's own policy is among those that decide. */
const byResource = ({ decidedBy }: Decision) =>
  decidedBy.some(({ kind }) => kind === "resource" || kind === "trust");

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "requests without a signature, of which only a few services take any",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    ours: "denied",
    isAbout: ({ principal, action }) => principal.kind === "anonymous" && !/^(s3|sns|sqs):/.test(action),
    example: {
      principal: { kind: "anonymous" },
      action: "kms:Decrypt",
      resource: KEY,
      resourceAccount: "111122223333",
      policies: { resource: policy({ ...forEverybody("kms:Decrypt"), Resource: "*" }) },
    },
    says: "denied",
  },
  {
    name: "the root user, who cannot assume a role",
    page: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    ours: "denied",
    isAbout: ({ principal, action }) => principal.kind === "root" && action === "sts:AssumeRole",
    example: {
      principal: { kind: "root", accountId: "111122223333" },
      action: "sts:AssumeRole",
      resource: TARGET,
      policies: { trust: policy(forEverybody("sts:AssumeRole")) },
    },
    says: "denied",
  },
  {
    name: "session policies, which do not limit what a wildcard principal is allowed",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html",
    ours: "allowed",
    isAbout: ({ policies }, decision) => policies.session !== undefined && byResource(decision),
    example: {
      principal: { kind: "role", arn: "arn:aws:iam::111122223333:role/writer", session: "session" },
      action: "kms:Decrypt",
      resource: KEY,
      policies: {
        session: [policy({ Effect: "Allow", Action: "s3:*", Resource: "*" })],
        resource: policy({ ...forEverybody("kms:Decrypt"), Resource: "*" }),
      },
    },
    says: "allowed",
  },
  {
    name: "operations of KMS that do not work across accounts",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    ours: "denied",
    isAbout: ({ action }, { why }) =>
      action.startsWith("kms:") && why.endsWith("does not work across accounts"),
    example: {
      principal: { kind: "root", accountId: "444455556666" },
      action: "kms:PutKeyPolicy",
      resource: KEY,
      policies: { resource: policy({ ...forEverybody("kms:*"), Resource: "*" }) },
    },
    says: "denied",
  },
  {
    name: "variables in policies of version 2008-10-17, where they are plain text",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    isAbout: (question, { effect }) =>
      effect !== decide(rewritten(question, '"2008-10-17"', '"2012-10-17"')).effect,
    example: {
      principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/etcd" },
      action: "s3:GetObject",
      resource: "arn:aws:s3:::backups/etcd/1.tar",
      resourceAccount: "111122223333",
      policies: {
        identity: [
          policy(
            { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::backups/${aws:username}/*" },
            "2008-10-17",
          ),
        ],
      },
    },
    says: "denied",
  },
  {
    name: "NotIpAddress with one address of IPv4 and a request from one of IPv6, which is another",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress",
    isAbout: (question, { effect }) =>
      effect !== decide(rewritten(question, /NotIpAddress(IfExists)?/g, "BinaryEquals")).effect,
    example: {
      principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/etcd" },
      action: "s3:GetObject",
      resource: "arn:aws:s3:::backups/etcd/1.tar",
      resourceAccount: "111122223333",
      context: { "aws:SourceIp": "2001:db8::1" },
      policies: {
        identity: [
          policy({
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: "*",
            Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.7" } },
          }),
        ],
      },
    },
    says: "allowed",
  },
  {
    name: "encryption types that a bucket blocks, a setting that the other one does not know",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html",
    ours: "denied",
    isAbout: (_, { decidedBy }) => decidedBy.some(({ sid }) => sid === "blocked_encryption_types"),
    example: {
      principal: { kind: "user", arn: "arn:aws:iam::111122223333:user/etcd" },
      action: "s3:PutObject",
      resource: "arn:aws:s3:::backups/etcd/1.tar",
      resourceAccount: "111122223333",
      context: { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
      policies: { identity: [policy({ Effect: "Allow", Action: "s3:PutObject", Resource: "*" })] },
      bucket: { blockedEncryptionTypes: ["SSE-C"] },
    },
    says: "denied",
  },
];

/** The question as the other evaluator reads it: without the rule that a row is about, the answer would be another one. */
function rewritten(question: Question, what: string | RegExp, by: string): Question {
  return { ...question, policies: JSON.parse(JSON.stringify(question.policies).replaceAll(what, by)) };
}
