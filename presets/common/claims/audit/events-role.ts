/** The audit section: how rules of EventBridge tell the topic. */
import { type Claim, type ClaimContext, claimsAbout } from "../claim";
import { disappearanceClaims } from "../effects";
import { KEY_POWERS } from "../key-claims";
import { type AuditPlaces, type AuditSubject, service, USES } from "./places";

/** Rules of this account, through their role; EventBridge in its own name, and so anybody else's rule, does nothing. */
export function eventClaims(
  subject: AuditSubject,
  { key, topic, eventsRole }: AuditPlaces,
): readonly Claim[] {
  const { accountId, otherAccountId, region, otherKeyArn } = subject;
  const events = claimsAbout("EventBridge", service("events.amazonaws.com"));
  const role = claimsAbout("the role of EventBridge", { kind: "role", arn: eventsRole });
  const strong = claimsAbout("the role of EventBridge with AdministratorAccess attached", {
    kind: "admin",
    arn: eventsRole,
  });
  const rule = (account: string, resource = "rule/x") => ({
    "aws:SourceAccount": account,
    "aws:SourceArn": `arn:aws:events:${region}:${account}:${resource}`,
  });
  const own = rule(accountId);
  const notOurs: Readonly<Record<string, ClaimContext>> = {
    "for a rule of another account": rule(otherAccountId),
    "for a rule of another account that says ours": { ...own, "aws:SourceAccount": otherAccountId },
    "for a rule of another account with our number": {
      ...rule(otherAccountId),
      "aws:SourceAccount": accountId,
    },
    "for what is no rule": rule(accountId, "event-bus/x"),
    "for nobody": {},
  };
  const through = (name: string, via = `sns.${region}.amazonaws.com`) => ({
    "kms:ViaService": via,
    "kms:EncryptionContext:aws:sns:topicArn": name,
  });
  return [
    events.may("take its role for a rule of the account", "sts:AssumeRole", eventsRole, own, "TrustService"),
    ...Object.entries(notOurs).map(([whose, context]) =>
      events.mayNot(`take its role ${whose}`, "sts:AssumeRole", eventsRole, context),
    ),
    events.mayNot("choose tags of its session", "sts:TagSession", eventsRole, own),
    claimsAbout("EC2, as to alerts,", service("ec2.amazonaws.com")).mayNot(
      "take the role of EventBridge",
      "sts:AssumeRole",
      eventsRole,
      own,
    ),
    events.mayNot("tell the topic without its role", "sns:Publish", topic, own),
    ...events.mayNotCall(["sns:Subscribe", "sns:SetTopicAttributes"], topic, own),
    role.may("tell the topic", "sns:Publish", topic, {}, "PublishAlerts"),
    role.mayNot(
      "tell it without TLS",
      "sns:Publish",
      topic,
      { "aws:SecureTransport": "false" },
      "DenyPlainHttp",
    ),
    role.mayNot("tell another topic", "sns:Publish", `${topic}-2`),
    ...(subject.data === undefined ? [] : disappearanceClaims(role, subject.data)),
    ...role.mayNotCall(["sns:Subscribe", "sns:SetTopicAttributes", "sns:DeleteTopic"], topic),
    ...USES.flatMap((action) => [
      role.may(`call ${action} for the topic`, action, key, through(topic)),
      role.mayNot(`call ${action} for another topic`, action, key, through(`${topic}-2`)),
      role.mayNot(
        `call ${action} through another service`,
        action,
        key,
        through(topic, `sqs.${region}.amazonaws.com`),
      ),
      role.mayNot(`call ${action} by itself`, action, key),
      role.mayNot(`call ${action} with another key`, action, otherKeyArn, through(topic)),
      events.mayNot(`call ${action} without its role`, action, key, through(topic)),
      claimsAbout("another role of the account, as to alerts,", {
        kind: "admin",
        arn: `arn:aws:iam::${accountId}:role/admin`,
      }).mayNot(`call ${action} for the topic`, action, key, through(topic)),
    ]),
    ...role.mayNotCall(["kms:Encrypt", ...KEY_POWERS], key),
    // What the key policy holds by itself.
    ...USES.flatMap((action) => [
      strong.mayNot(`call ${action} for another topic`, action, key, through(`${topic}-2`)),
      strong.mayNot(
        `call ${action} through another service`,
        action,
        key,
        through(topic, `sqs.${region}.amazonaws.com`),
      ),
    ]),
    strong.mayNot("encrypt for the topic", "kms:Encrypt", key, through(topic)),
    strong.mayNot("create a grant", "kms:CreateGrant", key),
  ];
}
