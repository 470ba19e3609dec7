/** Who reads, writes, locks and deletes what in the bucket. */
import { bucketRuleClaims, LOOKS_AT_BUCKET } from "../../common/claims/bucket-claims";
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { bucketArn, type ClaimSubject, dataPlaces, NEVER_USED, roleArn, states, throughS3 } from "./subject";

const NEVER = ["s3:PutObjectTagging", "s3:PutObjectAcl", "s3:GetObjectVersion"];
const NO_BUCKET = ["s3:PutBucketPolicy", "s3:PutLifecycleConfiguration"];

export function objectClaims(subject: ClaimSubject): readonly Claim[] {
  const { keyArn, otherKeyArn, accountId, otherBucketArn, region } = subject;
  const bucket = bucketArn(subject);
  const about = (role: "deployer" | "reader" | "administrator") =>
    claimsAbout(`the ${role}`, { kind: "role", arn: roleArn(subject, role) });
  const [deployer, reader, administrator] = [about("deployer"), about("reader"), about("administrator")];
  const [first] = states(subject);
  const place = { bucket, key: keyArn, region };
  return [
    ...states(subject).flatMap((state) => {
      const [object, lock] = [`${bucket}/${state}`, `${bucket}/${state}.tflock`];
      return [
        ...[deployer, reader].flatMap(({ may }) => [
          may(`read ${state}`, "s3:GetObject", object, {}, "ReadStates"),
          may(`see who locked ${state}`, "s3:GetObject", lock, {}, "ReadStates"),
          may(`list ${state}`, "s3:ListBucket", bucket, { "s3:prefix": state }, "ListStates"),
        ]),
        deployer.may(`write ${state}`, "s3:PutObject", object, {}, "WriteStates"),
        deployer.may(`give up an upload of ${state}`, "s3:AbortMultipartUpload", object, {}, "WriteStates"),
        deployer.may(`lock ${state}`, "s3:PutObject", lock, { "s3:if-none-match": "*" }, "WriteStates"),
        deployer.may(`unlock ${state}`, "s3:DeleteObject", lock, {}, "UnlockStates"),
        deployer.mayNot(`delete ${state}`, "s3:DeleteObject", object),
        ...deployer.mayNotCall(["s3:DeleteObjectVersion"], lock),
        ...deployer.mayNotCall([...NEVER, "s3:DeleteObjectVersion"], object),
        ...reader.mayNotCall(["s3:PutObject", "s3:DeleteObject"], lock),
        ...reader.mayNotCall(["s3:PutObject", "s3:DeleteObject", ...NEVER], object),
        ...administrator.mayNotCall(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", ...NEVER], object),
      ];
    }),
    ...[deployer, reader].flatMap(({ mayNot, mayNotCall }) => [
      ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].flatMap((action) => [
        mayNot(`call ${action} outside of the prefixes`, action, `${bucket}/foreign/${first}.tflock`),
        mayNot(`call ${action} in another bucket`, action, `${otherBucketArn}/${first}.tflock`),
      ]),
      mayNot("list versions", "s3:ListBucketVersions", bucket, { "s3:prefix": first }),
      mayNot("list the whole bucket", "s3:ListBucket", bucket),
      mayNot("list another bucket", "s3:ListBucket", otherBucketArn, { "s3:prefix": first }),
      ...mayNotCall(NO_BUCKET, bucket),
    ]),
    ...LOOKS_AT_BUCKET.map((action) =>
      administrator.may(`call ${action}`, action, bucket, {}, "ManageBucket"),
    ),
    administrator.mayNot("look at another bucket", "s3:GetBucketPolicy", otherBucketArn),
    ...administrator.mayNotCall(NO_BUCKET, bucket),
    ...throughS3Claims(subject),
    ...bucketRuleClaims(
      { place, object: first, otherKeyArn, accountId, where: "among the states" },
      deployer,
    ),
    ...(["deployer", "reader"] as const).flatMap((role) =>
      disappearanceClaims(
        claimsAbout(`the ${role}, whatever it tries,`, { kind: "role", arn: roleArn(subject, role) }),
        dataPlaces(subject),
        // To write a state is what a deployer is for. The version before is still there.
        role === "deployer" ? ["s3:PutObject"] : [],
      ),
    ),
  ];
}

/** What S3 does with the key, on behalf of whom. */
function throughS3Claims(subject: ClaimSubject): readonly Claim[] {
  const { keyArn: key, otherKeyArn, otherBucketArn, config } = subject;
  const [arn, via] = ["kms:EncryptionContext:aws:s3:arn", "kms:ViaService"];
  return (
    [
      ["deployer", "DeployerBucket", ["kms:GenerateDataKey", "kms:Decrypt"], []],
      ["reader", "ReaderBucket", ["kms:Decrypt"], ["kms:GenerateDataKey"]],
      ["administrator", "", [], ["kms:GenerateDataKey", "kms:Decrypt"]],
    ] as const
  ).flatMap(([role, sid, allowed, refused]) => {
    const self = { kind: "role", arn: roleArn(subject, role) } as const;
    const { may, mayNot, mayNotCall } = claimsAbout(`the ${role}, through S3,`, self);
    const more = claimsAbout(`the ${role} with AdministratorAccess attached, through S3,`, {
      ...self,
      kind: "admin",
    });
    const bound = config.key.rootStatement === "full" ? [] : [more];
    return [
      ...allowed.flatMap((action) => [
        may(`call ${action}`, action, key, throughS3(subject), sid),
        mayNot(`call ${action} with another key`, action, otherKeyArn, throughS3(subject)),
        ...[{ mayNot }, ...bound].flatMap((who) =>
          Object.entries({
            "for another bucket": { [arn]: otherBucketArn },
            "for no bucket": { [arn]: null },
            "by itself": { [via]: null },
            "in another region": { [via]: "s3.us-east-1.amazonaws.com" },
          }).map(([how, context]) =>
            who.mayNot(`call ${action} ${how}`, action, key, throughS3(subject, context)),
          ),
        ),
      ]),
      ...mayNotCall([...refused, ...NEVER_USED], key, throughS3(subject)),
      ...bound.flatMap((who) => who.mayNotCall(refused, key, throughS3(subject))),
    ];
  });
}
