/** Roles that read one source's copies although they are not that account's restorer: what this half lets them do, whatever their own policies allow. */
import { parseArn } from "../../../modules/arn";
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { throughS3 } from "../../common/claims/replication-claims";
import { type ClaimSubject, OBJECT, sourcesOf, vaultPlace } from "./subject";

const READS = ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"];
const LISTS = ["s3:ListBucket", "s3:ListBucketVersions"];

export function furtherRestorerClaims(subject: ClaimSubject): readonly Claim[] {
  const place = vaultPlace(subject);
  const sources = sourcesOf(subject);
  const decrypt = "kms:Decrypt";
  return subject.config.sources.flatMap(({ accountId, restorerArns }) => {
    const own = sources.find((source) => source.accountId === accountId)?.prefix ?? "";
    const others = sources.filter((source) => source.accountId !== accountId);
    return restorerArns.flatMap((arn) => {
      const { may, mayNot, mayNotCall } = claimsAbout(arn, { kind: "admin", arn });
      const namesake = claimsAbout(`a namesake of ${arn} in a third account`, {
        kind: "admin",
        arn: arn.replace(parseArn(arn)?.account ?? "", subject.otherAccountId),
      });
      const colleague = claimsAbout(`another role of the account of ${arn}`, {
        kind: "admin",
        arn: `${arn}-other`,
      });
      const via = { "kms:ViaService": `s3.${place.region}.amazonaws.com` };
      const below = (prefix: string) => `${place.bucket}/${prefix}${OBJECT}`;
      return [
        ...READS.map((action) => may(`call ${action}`, action, below(own))),
        ...LISTS.flatMap((action) => [
          may(`call ${action}`, action, place.bucket, { "s3:prefix": own }),
          mayNot(`call ${action} for the whole bucket`, action, place.bucket),
          ...others.map(({ prefix }) =>
            mayNot(`call ${action} below ${prefix}`, action, place.bucket, { "s3:prefix": prefix }),
          ),
        ]),
        ...others.flatMap(({ prefix }) => mayNotCall(READS, below(prefix))),
        ...mayNotCall(["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"], below(own)),
        ...[decrypt, "kms:ReEncryptFrom"].flatMap((action) => [
          may(`let S3 call ${action}`, action, place.key, throughS3(place)),
          may(`let S3 call ${action} for an object that has no bucket key`, action, place.key, {
            ...throughS3(place, { "kms:EncryptionContext:aws:s3:arn": below(own) }),
          }),
        ]),
        may("let S3 look up the key", "kms:DescribeKey", place.key, via),
        mayNot("look up the key itself", "kms:DescribeKey", place.key),
        ...Object.entries({
          itself: { "kms:ViaService": null },
          "through S3 elsewhere": { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          "for another bucket": { "kms:EncryptionContext:aws:s3:arn": subject.otherBucketArn },
          "for no bucket": { "kms:EncryptionContext:aws:s3:arn": null },
        }).map(([how, more]) => mayNot(`open copies ${how}`, decrypt, place.key, throughS3(place, more))),
        ...mayNotCall(["kms:GenerateDataKey", "kms:CreateGrant"], place.key, throughS3(place)),
        ...[namesake, colleague].flatMap((other) => [
          ...other.mayNotCall(READS, below(own)),
          ...other.mayNotCall(LISTS, place.bucket, { "s3:prefix": own }),
          other.mayNot("let S3 open copies", decrypt, place.key, throughS3(place)),
          other.mayNot("let S3 look up the key", "kms:DescribeKey", place.key, via),
        ]),
      ];
    });
  });
}
