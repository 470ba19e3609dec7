/** Whoever of the account makes or restores the table: through DynamoDB, for this table, as far as his own policies allow it. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { stackRoleArn } from "../../common/claims/role-claims";
import { type Place, telling, throughDynamodb } from "./subject";

const USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

export function tableKeyClaims(place: Place): readonly Claim[] {
  const { keyArn: key, region, subject } = place;
  const { accountId, otherAccountId } = subject;
  const admin = claimsAbout(`whoever deploys, in ${region},`, {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/deployer`,
  });
  const administrator = claimsAbout(`the administrator, as to the table in ${region},`, {
    kind: "role",
    arn: stackRoleArn(subject, "administrator"),
  });
  const nobody = claimsAbout(`a role without policies, in ${region},`, {
    kind: "powerless",
    arn: `arn:aws:iam::${accountId}:role/nobody`,
  });
  const stranger = claimsAbout(`an administrator of another account, as to the table in ${region},`, {
    kind: "admin",
    arn: `arn:aws:iam::${otherAccountId}:role/admin`,
  });
  const via = (service: string | null) => ({ "kms:ViaService": service });
  const here = `dynamodb.${region}.amazonaws.com`;
  const forAws = { ...via(here), "kms:GrantIsForAWSResource": "true" };
  return [
    ...USES.map((action) => admin.may(`let DynamoDB call ${action}`, action, key, throughDynamodb(place))),
    ...telling(USES).flatMap((action) => [
      nobody.mayNot(`let DynamoDB call ${action}`, action, key, throughDynamodb(place)),
      stranger.mayNot(`let DynamoDB call ${action}`, action, key, throughDynamodb(place)),

      admin.mayNot(
        `let DynamoDB call ${action} for another table`,
        action,
        key,
        throughDynamodb(place, { "kms:EncryptionContext:aws:dynamodb:tableName": "other" }),
      ),
      admin.mayNot(
        `let DynamoDB call ${action} for another account's table`,
        action,
        key,
        throughDynamodb(place, { "kms:EncryptionContext:aws:dynamodb:subscriberId": otherAccountId }),
      ),
      admin.mayNot(`call ${action} as if for the table`, action, key, throughDynamodb(place, via(null))),
      admin.mayNot(
        `let DynamoDB elsewhere call ${action}`,
        action,
        key,
        throughDynamodb(place, via("dynamodb.us-east-1.amazonaws.com")),
      ),
    ]),
    admin.may("let DynamoDB hold a grant", "kms:CreateGrant", key, forAws),
    nobody.mayNot("let DynamoDB hold a grant", "kms:CreateGrant", key, forAws),
    stranger.mayNot("let DynamoDB hold a grant", "kms:CreateGrant", key, forAws),
    admin.may("let DynamoDB look at the key", "kms:DescribeKey", key, via(here)),

    admin.mayNot("give a grant through DynamoDB to others", "kms:CreateGrant", key, {
      ...via(here),
      "kms:GrantIsForAWSResource": "false",
    }),
    admin.mayNot("let EC2 hold a grant", "kms:CreateGrant", key, {
      ...forAws,
      ...via(`ec2.${region}.amazonaws.com`),
    }),
    ...["kms:Decrypt", "kms:GenerateDataKey"].map((action) =>
      administrator.mayNot(`let DynamoDB call ${action}`, action, key, throughDynamodb(place)),
    ),
    admin.mayNot("let DynamoDB make a key pair", "kms:GenerateDataKeyPair", key, throughDynamodb(place)),
    ...[`s3.${region}.amazonaws.com`, here].map((service) =>
      stranger.mayNot(`let ${service} look at the key`, "kms:DescribeKey", key, via(service)),
    ),
  ];
}
