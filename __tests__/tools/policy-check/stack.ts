import type { PolicyStatement } from "../../../tools/policy-check/policy-set";

type Attributes = Readonly<Record<string, unknown>>;

/** The text of a stack with these resources, by type and name. */
export function stackText(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): string {
  return JSON.stringify({
    provider: { aws: [{ region: "eu-west-1" }] },
    data: { aws_caller_identity: { me: {} }, aws_partition: { here: {} }, aws_region: { there: {} } },
    resource,
  });
}

export function policyText(...statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export const ROLE = "arn:aws:iam::111122223333:role/reader";

export const TRUST = policyText({
  Sid: "Trust",
  Effect: "Allow",
  Principal: { Service: ["ec2.amazonaws.com"] },
  Action: ["sts:AssumeRole"],
});

/** Leaves everything to policies of identities. */
export const DELEGATE: PolicyStatement = {
  Sid: "Delegate",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"] },
  Action: ["kms:*"],
  Resource: ["*"],
};
