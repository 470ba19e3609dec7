/** Alerts, and a trail to get them from: who may publish alerts, and who manages what is there. */
import { DEFAULT_DELETION_WINDOW_IN_DAYS } from "../../../../modules/kms/limits";
import { type Claim, type ClaimContext, claimsAbout } from "../claim";
import { deletionClaims, KEY_POWERS, MANAGES_KEY } from "../key-claims";
import { eventClaims } from "./events-role";
import { type AuditPlaces, type AuditSubject, auditPlaces, service, USES } from "./places";
import { trailClaims } from "./trail";

export type { AuditSubject } from "./places";

export function auditClaims(subject: AuditSubject): readonly Claim[] {
  const places = auditPlaces(subject);
  const { trail } = subject.audit;
  return [
    ...alertClaims(subject, places),
    ...eventClaims(subject, places),
    ...keeperClaims(subject, places),
    ...(trail === undefined ? [] : trailClaims(subject, places, trail)),
  ];
}

/** Alarms of this account, to the topic and with its key. */
function alertClaims(subject: AuditSubject, { key, topic }: AuditPlaces): readonly Claim[] {
  const { accountId, otherAccountId, region } = subject;
  const alarm = (account: string, kind = "alarm") => ({
    "aws:SourceAccount": account,
    "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:${kind}:x`,
  });
  const own = alarm(accountId);
  const notOurs: Readonly<Record<string, ClaimContext>> = {
    "of another account": alarm(otherAccountId),
    "of another account that says ours": { ...own, "aws:SourceAccount": otherAccountId },
    "of another account with our number": { ...alarm(otherAccountId), "aws:SourceAccount": accountId },
    "that is none": alarm(accountId, "insight-rule"),
    "that is not named": {},
  };
  const alarms = claimsAbout("an alarm", service("cloudwatch.amazonaws.com"));
  const to = { "kms:EncryptionContext:aws:sns:topicArn": topic };
  return [
    alarms.may("tell the topic", "sns:Publish", topic, own, "PublishAlarms"),
    ...USES.flatMap((action) => [
      alarms.may(`call ${action} for it`, action, key, own, "CloudWatchAlarms"),
      ...Object.entries(notOurs).map(([whose, context]) =>
        alarms.mayNot(`call ${action} where it is one ${whose}`, action, key, context),
      ),
    ]),
    ...Object.entries(notOurs).map(([whose, context]) =>
      alarms.mayNot(`tell the topic where it is one ${whose}`, "sns:Publish", topic, context),
    ),
    alarms.mayNot(
      "tell it without TLS",
      "sns:Publish",
      topic,
      { ...own, "aws:SecureTransport": "false" },
      "DenyPlainHttp",
    ),
    alarms.mayNot("encrypt by itself", "kms:Encrypt", key, own),
    alarms.mayNot("subscribe somebody", "sns:Subscribe", topic, own),
    ...alarms.mayNotCall(["kms:CreateGrant", "kms:DescribeKey"], key),
    ...alarms.mayNotCall(["sns:Subscribe", "sns:SetTopicAttributes"], topic),
    claimsAbout("another service", service("s3.amazonaws.com")).mayNot(
      "tell the topic",
      "sns:Publish",
      topic,
      own,
    ),
    ...claimsAbout("another service", service("s3.amazonaws.com")).mayNotCall(USES, key, {
      ...own,
      ...to,
    }),
  ];
}

/** The account manages what is there; the roles of the stack and strangers have no part in it. */
function keeperClaims(subject: AuditSubject, { key, topic, bucket }: AuditPlaces): readonly Claim[] {
  const { accountId, otherAccountId } = subject;
  const owner = claimsAbout("the account, as to alerts,", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/admin`,
  });
  const stranger = claimsAbout("another account, as to alerts,", {
    kind: "admin",
    arn: `arn:aws:iam::${otherAccountId}:role/admin`,
  });
  const roles = Object.entries(subject.roles).map(([name, arn]) =>
    claimsAbout(`the ${name}, as to alerts,`, { kind: "role", arn }),
  );
  return [
    ...MANAGES_KEY.map((action) => owner.may(`call ${action}`, action, key, {}, "Root")),
    ...deletionClaims(owner, key, DEFAULT_DELETION_WINDOW_IN_DAYS),
    ...owner.mayNotCall([...USES, "kms:CreateGrant"], key),
    ...stranger.mayNotCall([...USES, ...KEY_POWERS, "kms:DescribeKey"], key),
    ...stranger.mayNotCall(["sns:Publish", "sns:Subscribe"], topic),
    ...roles.flatMap(({ mayNotCall }) => [
      ...mayNotCall([...USES, ...KEY_POWERS], key),
      ...mayNotCall(["sns:Publish", "sns:DeleteTopic"], topic),
      ...(subject.audit.trail === undefined
        ? []
        : mayNotCall(["s3:GetObject", "s3:DeleteObject"], `${bucket}/AWSLogs/x`)),
    ]),
  ];
}
