import type { Statement } from "../../iam/policies/policy-document";
import {
  algorithmStatement,
  encryptionStatements,
  encryptionUpdateStatements,
  tlsStatements,
} from "../policy/bucket-policy";
import type { BucketProps } from "./bucket-props";

/** What the policy of a bucket says before anybody is let in. */
export function ownStatements(bucketArn: string, props: BucketProps): readonly Statement[] {
  const { key, dualLayer = false, otherKeyArns = [], encryptionUpdaters = [], policy } = props;
  const updates = !("on" in encryptionUpdaters);
  const keyArns = key === undefined ? [] : [key.keyArn, ...otherKeyArns];
  return [
    ...tlsStatements(bucketArn, props.minimumTlsVersion),
    ...(key === undefined
      ? [algorithmStatement(bucketArn, "AES256", updates)]
      : encryptionStatements(bucketArn, otherKeyArns.length === 0 ? key.keyArn : keyArns)),
    ...(key === undefined || "on" in encryptionUpdaters
      ? []
      : encryptionUpdateStatements(bucketArn, keyArns, encryptionUpdaters)),
    ...(dualLayer ? [algorithmStatement(bucketArn, "aws:kms:dsse")] : []),
    ...(policy?.(bucketArn) ?? []),
  ];
}
