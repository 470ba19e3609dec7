/** The watched keys and buckets: to watch them gives nobody a permission on them. */

import { auditPlaces, service } from "../../common/claims/audit/places";
import { type Claim, claimsAbout } from "../../common/claims/claim";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { auditSubject, type ClaimSubject, serviceRoles } from "./subject";

const KEY_USES = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:DescribeKey",
];

export function watchedClaims(subject: ClaimSubject): readonly Claim[] {
  const { keys, buckets, trail } = subject.config;
  const { trail: trailArn } = auditPlaces(auditSubject(subject));
  const services = ["cloudtrail.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com"];
  return [
    ...Object.entries(serviceRoles(subject)).flatMap(([name, arn]) => {
      const { mayNotCall } = claimsAbout(name, { kind: "role", arn });
      return [
        ...keys.flatMap((key) => mayNotCall([...KEY_USES, ...KEY_POWERS], key)),
        ...buckets.flatMap((bucket) => [
          ...mayNotCall(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `${bucket}/object`),
          ...mayNotCall(["s3:ListBucket", "s3:PutBucketPolicy"], bucket),
        ]),
      ];
    }),
    ...(trail.enabled
      ? services.flatMap((name) =>
          keys.flatMap((key) =>
            claimsAbout(name, service(name)).mayNotCall(["kms:Decrypt", "kms:GenerateDataKey"], key, {
              "aws:SourceArn": trailArn,
            }),
          ),
        )
      : []),
  ];
}
