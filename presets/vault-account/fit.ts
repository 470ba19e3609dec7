/** Whether the policies are short enough for AWS: with values, as it counts them, and not with the tokens of a stack. */
import { formatArn } from "../../modules/arn";
import { POLICY_SIZE, ROLE_NAME_LENGTH } from "../../modules/iam/limits";
import type { Statement } from "../../modules/iam/policies/policy-document";
import { policySize } from "../../modules/iam/policies/policy-size";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import { PARTITIONS, partitionOfRegion } from "../../modules/partitions";
import { BUCKET_NAME_LENGTH } from "../../modules/s3/limits";
import {
  encryptionStatements,
  encryptionUpdateStatements,
  letIn,
  tlsStatements,
} from "../../modules/s3/policy/bucket-policy";
import { accessStatements } from "../../modules/s3/policy/grants";
import type { PerimeterConfig } from "../common/config/perimeter-schema";
import { bucketPerimeter } from "../common/policies/perimeter";
import { replicationPatterns, sourceBucketStatements, vaultRules } from "./policies";
import { type ConfiguredVault, furtherRestorers, vaultOf } from "./vault";

/** A vault, as far as the length of its bucket policy depends on it. */
export interface MeasuredVault extends ConfiguredVault {
  readonly accountId: string;
  readonly region: string;
  /** Absent where it is made of the stack's name, which is not known here. */
  readonly bucketName?: string | undefined;
  readonly rolePath: string;
  readonly breakGlass: boolean;
  readonly perimeter?: PerimeterConfig | undefined;
}

/** KMS makes ids of this length. Source: KMS Developer Guide, "Key identifiers". */
const KEY_ID = "00000000-0000-4000-8000-000000000000";

/** What is wrong, as one sentence; `undefined` where the bucket policy fits. The key policy says less of each source, and may be longer. */
export function fitProblem(vault: MeasuredVault): string | undefined {
  const size = bucketPolicyLength(vault);
  if (size <= POLICY_SIZE.bucket) return undefined;
  const named = vaultOf(vault).sources.filter(({ accountId, prefix }) => prefix !== `${accountId}/`).length;
  const hint =
    named > 0
      ? `leave out prefix, which ${named} of them have, or keep some of the sources in a second vault`
      : "keep some of the sources in a second vault";
  return `must fit into a bucket policy of ${POLICY_SIZE.bucket} characters, got ${size} with ${vault.sources.length} sources; ${hint}`;
}

/** Length of the bucket policy that the stack makes: at least, where names are known, and a little more where they are not. */
export function bucketPolicyLength(vault: MeasuredVault): number {
  return policySize(bucketPolicy(vault));
}

function bucketPolicy(vault: MeasuredVault): readonly Statement[] {
  const { accountId, region, perimeter } = vault;
  const bucketName = vault.bucketName ?? "x".repeat(BUCKET_NAME_LENGTH.max);
  const partition = partitionOfRegion(region);
  const env: AwsEnvironment = {
    partition,
    dnsSuffix: PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com",
    accountId,
    region,
  };
  const bucketArn = formatArn({ partition, service: "s3", region: "", account: "", resource: bucketName });
  const keyArn = formatArn({
    partition,
    service: "kms",
    region,
    account: accountId,
    resource: `key/${KEY_ID}`,
  });
  const role = formatArn({
    partition,
    service: "iam",
    region: "",
    account: accountId,
    resource: `role${vault.rolePath}${"x".repeat(ROLE_NAME_LENGTH.max)}`,
  });
  const place = { env, bucketArn, keyArn };
  return [
    ...tlsStatements(bucketArn),
    ...encryptionStatements(bucketArn, keyArn),
    ...encryptionUpdateStatements(bucketArn, [keyArn]),
    ...vaultRules(bucketArn, vault.breakGlass ? [role] : []),
    ...sourceBucketStatements(place, vaultOf(vault)),
    ...furtherRestorers(vault).flatMap(({ arn, prefix }) =>
      accessStatements(bucketArn, "restoreOnly", [prefix]).map((statement, index) =>
        // Two of the same name get numbers, of three digits at most.
        letIn(arn, { ...statement, sid: `${statement.sid}${index}00` }, true),
      ),
    ),
    ...(perimeter === undefined
      ? []
      : bucketPerimeter(perimeter, env, bucketArn, replicationPatterns(place, vaultOf(vault)))),
  ];
}
