/** In another region, the tester opens as the restorer does; keeper and rekeyer have no part in it. */
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  envelope,
  NEVER_USED,
  roleArn,
  throughS3,
} from "./subject";
import { testerElsewhereClaims } from "./tester";

/** @param hasBucket whether the second bucket is there; else there is a key only */
export function caretakersElsewhereClaims(
  subject: ClaimSubject,
  where: string,
  hasBucket: boolean,
): readonly Claim[] {
  const { config, keyArn: key } = subject;
  const bucket = bucketArn(subject);
  const [backup] = backups(subject);
  const tester = claimsAbout(`the tester${where}`, { kind: "role", arn: roleArn(subject, "tester") });
  const outsiders = (["keeper", "rekeyer"] as const).filter((name) => config[name] !== undefined);
  return [
    ...(config.tester === undefined
      ? []
      : hasBucket
        ? testerElsewhereClaims(subject, where)
        : [
            ...backups(subject).map((each) =>
              tester.may(`open ${each}`, "kms:Decrypt", key, envelope(each), "RestorerEnvelope"),
            ),
            tester.may("look up the key", "kms:DescribeKey", key),
            tester.mayNot("let S3 decrypt", "kms:Decrypt", key, throughS3(subject)),
          ]),
    ...outsiders.flatMap((name) => {
      const arn = roleArn(subject, name);
      const about = claimsAbout(`the ${name}${where}`, { kind: "role", arn });
      const strong = claimsAbout(`the ${name} with AdministratorAccess attached${where}`, {
        kind: "admin",
        arn,
      });
      return [
        ...strong.mayNotCall(
          ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", ...NEVER_USED],
          key,
          envelope(backup, throughS3(subject)),
        ),
        ...(hasBucket
          ? [
              ...about.mayNotCall(
                ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention"],
                `${bucket}/${backup}`,
              ),
              ...about.mayNotCall(["s3:ListBucket", "s3:ListBucketVersions"], bucket, {
                "s3:prefix": backup,
              }),
              ...disappearanceClaims(about, dataPlaces(subject)),
            ]
          : []),
      ];
    }),
  ];
}
