/** Reads and opens backups as the restorer does, and adds evidence of it. */
import { type Claim, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { disappearanceClaims } from "../../common/claims/effects";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { openingClaims } from "./restorer";
import {
  backups,
  bucketArn,
  type ClaimSubject,
  dataPlaces,
  envelope,
  NEVER_USED,
  NEW_OBJECT,
  records,
  roleArn,
  throughS3,
} from "./subject";
import { bucketKeyClaims } from "./writer";

const PUT = "s3:PutObject";
const DATA_KEY = "kms:GenerateDataKey";

/** None where there is no such role. */
export function testerClaims(subject: ClaimSubject): readonly Claim[] {
  if (subject.config.tester === undefined) return [];
  const about = claimsAbout("the tester", { kind: "role", arn: roleArn(subject, "tester") });
  return [
    ...openingClaims(subject, about),
    ...addingClaims(subject, about),
    ...limits(subject, about),
    ...disappearanceClaims(about, dataPlaces(subject)),
  ];
}

/** In a second region he opens, and adds nothing: only the replication writes there. */
export function testerElsewhereClaims(subject: ClaimSubject, where: string): readonly Claim[] {
  if (subject.config.tester === undefined) return [];
  const about = claimsAbout(`the tester${where}`, { kind: "role", arn: roleArn(subject, "tester") });
  const bucket = bucketArn(subject);
  return [
    ...openingClaims(subject, about),
    ...["drills", "quarantine"].map((kind) =>
      about.mayNot(`add to ${kind}`, PUT, `${bucket}/${records(subject, kind as "drills")[0]}`, NEW_OBJECT),
    ),
    about.mayNot("let S3 get a data key", DATA_KEY, subject.keyArn, throughS3(subject)),
    ...limits(subject, about),
    ...disappearanceClaims(about, dataPlaces(subject)),
  ];
}

function addingClaims(subject: ClaimSubject, about: ClaimsAbout): readonly Claim[] {
  const { may, mayNot } = about;
  const bucket = bucketArn(subject);
  const [evidence] = records(subject, "drills");
  const adds = (["drills", "quarantine"] as const).flatMap((kind) => records(subject, kind));
  return [
    ...adds.map((each) => may(`add ${each}`, PUT, `${bucket}/${each}`, NEW_OBJECT, "AddEvidence")),
    ...bucketKeyClaims(subject, about).filter(({ action }) => action === DATA_KEY),
    mayNot("put evidence in the place of other evidence", PUT, `${bucket}/${evidence}`, {}, "DenyOverwrite"),
    mayNot("add evidence to another bucket", PUT, `${subject.otherBucketArn}/${evidence}`, NEW_OBJECT),
    mayNot("add evidence outside its prefixes", PUT, `${bucket}/foreign/${evidence}`, NEW_OBJECT),
    mayNot(
      "add what only looks like evidence",
      PUT,
      `${bucket}/${evidence.replace(".sealstack/", "x.sealstack/")}`,
      NEW_OBJECT,
    ),
    ...(["keys", "unchanged"] as const).flatMap((kind) =>
      records(subject, kind).map((each) => mayNot(`add ${each}`, PUT, `${bucket}/${each}`, NEW_OBJECT)),
    ),
    ...adds.flatMap((each) => [
      may(`read ${each}`, "s3:GetObject", `${bucket}/${each}`),
      mayNot(`take away ${each}`, "s3:DeleteObject", `${bucket}/${each}`),
    ]),
  ];
}

function limits(subject: ClaimSubject, { mayNot, mayNotCall }: ClaimsAbout): readonly Claim[] {
  const [backup] = backups(subject);
  const object = `${bucketArn(subject)}/${backup}`;
  return [
    mayNot("upload a backup", PUT, object, NEW_OBJECT),
    ...mayNotCall(["s3:AbortMultipartUpload", "s3:GetObjectRetention", "s3:GetObjectLegalHold"], object),
    mayNot("get a data key for a backup", DATA_KEY, subject.keyArn, envelope(backup)),
    ...mayNotCall(NEVER_USED, subject.keyArn, envelope(backup, throughS3(subject))),
    ...mayNotCall(KEY_POWERS, subject.keyArn),
    mayNot("assume the administrator's role", "sts:AssumeRole", roleArn(subject, "administrator")),
  ];
}
