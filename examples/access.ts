/** One question to the evaluator, of policies that are at hand. Stands in docs/access.md. */
import { type Decision, decide, type PolicyDocument, UNKNOWN } from "../access";

const keyPolicy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  },
};

const writerPolicy: PolicyDocument = {
  Version: "2012-10-17",
  Statement: {
    Sid: "Seal",
    Effect: "Allow",
    Action: "kms:GenerateDataKey",
    Resource: "arn:aws:kms:*:111122223333:key/*",
    Condition: {
      StringEquals: { "kms:EncryptionContext:purpose": "backup" },
      IpAddress: { "aws:SourceIp": "203.0.113.0/24" },
    },
  },
};

/** May the writer make a data key, from an address that nobody knows? It depends: `unknown`, on `aws:SourceIp`. */
export const decision: Decision = decide({
  principal: { kind: "role", arn: "arn:aws:iam::111122223333:role/writer" },
  action: "kms:GenerateDataKey",
  resource: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  context: { "kms:EncryptionContext:purpose": "backup", "aws:SourceIp": UNKNOWN },
  policies: {
    identity: [{ name: "policy of the writer", document: writerPolicy }],
    resource: { name: "key policy", document: keyPolicy },
  },
});
