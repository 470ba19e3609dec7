/**
 * A data perimeter, as plain data: statements that refuse, for the policies of keys and buckets.
 *
 * Exempt, as in AWS's samples: services in their own name (`aws:PrincipalIsAWSService`), services that act for a caller and so call from AWS's network
 * (`aws:ViaAWSService`; at KMS also `kms:ViaService`, which EC2 sends for the volumes of instances), and service-linked roles. The account itself is within
 * every organization: a wrong id, or an account that left, would leave nobody to mend it.
 *
 * Only uses of data are bound to networks: who deploys, or mends a wrong id, may be anywhere. Listing a bucket is no such use, because `s3:ListBucket` is
 * also what S3 asks for `HeadBucket`, the first call of every `terraform plan`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 * @see https://github.com/aws-samples/data-perimeter-policy-examples
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
import { formatArn } from "../../../modules/arn";
import type { Conditions, Statement } from "../../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import { CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION } from "../../../modules/kms/actions";
import { THIS_KEY } from "../../../modules/kms/policy/key-policy";
import type { PerimeterConfig } from "../config/perimeter-schema";

const NOBODY_BUT = { effect: "Deny", principals: "*" } as const;
const NOT_A_SERVICE = { "aws:PrincipalIsAWSService": "false" } as const;

/** For the policy of a key. */
export function keyPerimeter(perimeter: PerimeterConfig, env: AwsEnvironment): readonly Statement[] {
  return [
    ...identities(perimeter, env, "kms:*", THIS_KEY),
    ...networks(perimeter, env, [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION], THIS_KEY, {
      Null: { "kms:ViaService": "true" },
    }),
  ];
}

/**
 * For the policy of a bucket.
 *
 * @param serviceRoles ARNs of roles that S3 assumes, and so uses from its own network
 */
export function bucketPerimeter(
  perimeter: PerimeterConfig,
  env: AwsEnvironment,
  bucketArn: string,
  serviceRoles: readonly string[],
): readonly Statement[] {
  const objects = `${bucketArn}/*`;
  return [
    ...identities(perimeter, env, "s3:*", [bucketArn, objects]),
    ...networks(perimeter, env, ["s3:*"], [objects], {}, serviceRoles),
  ];
}

function identities(
  { organizationIds }: PerimeterConfig,
  { accountId }: AwsEnvironment,
  everything: string,
  resources: readonly string[],
): readonly Statement[] {
  if (organizationIds === undefined) return [];
  return [
    {
      ...NOBODY_BUT,
      sid: "DenyOtherOrganizations",
      actions: [everything],
      resources,
      conditions: {
        // An anonymous caller has neither.
        StringNotEqualsIfExists: {
          "aws:PrincipalOrgID": organizationIds,
          "aws:PrincipalAccount": [accountId],
        },
        BoolIfExists: NOT_A_SERVICE,
      },
    },
  ];
}

function networks(
  { vpcEndpointIds, vpcIds }: PerimeterConfig,
  { partition, accountId }: AwsEnvironment,
  actions: readonly string[],
  resources: readonly string[],
  more: Conditions,
  serviceRoles: readonly string[] = [],
): readonly Statement[] {
  if (vpcEndpointIds === undefined && vpcIds === undefined) return [];
  const serviceLinked = formatArn({
    partition,
    service: "iam",
    region: "",
    account: accountId,
    resource: "role/aws-service-role/*",
  });
  return [
    {
      ...NOBODY_BUT,
      sid: "DenyOtherNetworks",
      actions,
      resources,
      conditions: {
        // A request from elsewhere has neither; one through an endpoint has both.
        StringNotEqualsIfExists: {
          ...(vpcEndpointIds === undefined ? {} : { "aws:SourceVpce": vpcEndpointIds }),
          ...(vpcIds === undefined ? {} : { "aws:SourceVpc": vpcIds }),
        },
        BoolIfExists: { ...NOT_A_SERVICE, "aws:ViaAWSService": "false" },
        ArnNotLikeIfExists: { "aws:PrincipalArn": [serviceLinked, ...serviceRoles] },
        ...more,
      },
    },
  ];
}
