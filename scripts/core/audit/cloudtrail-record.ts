/** A record of CloudTrail, which is text within a reply. Nothing of it is quoted: it holds values of encryption contexts. */
import { parseArn } from "../../../modules/arn";
import { BadReplyError } from "../../clients/replies/bad-reply";
import type { KeyEvent } from "./ports";

type Fields = Readonly<Record<string, unknown>>;

/** ARNs of keys and aliases within a message: what a policy refuses has its key nowhere else. Source: KMS Developer Guide, "Examples of AWS KMS log entries". */
const ARN_IN_TEXT = /arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+/g;

/** @throws BadReplyError for what is no record. */
export function keyEvent(text: unknown): KeyEvent {
  const record = fields(parsed(text));
  const { eventID, eventName, eventTime, readOnly, errorCode, errorMessage } = record;
  const time = new Date(String(eventTime));
  if (typeof eventID !== "string" || typeof eventName !== "string" || Number.isNaN(time.getTime()))
    throw new BadReplyError("CloudTrail answered with a record without its id, name or time");
  const identity = fields(record.userIdentity);
  const parameters = fields(record.requestParameters);
  return {
    id: eventID,
    time,
    name: eventName,
    resources: resourcesOf(record, parameters, errorMessage),
    principal: principalOf(identity),
    through: word(identity.invokedBy),
    error: word(errorCode),
    contextKeys: Object.keys(fields(parameters.encryptionContext)).sort(),
    readOnly: readOnly === true,
  };
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new BadReplyError("CloudTrail answered with a record that cannot be read");
  }
}

function resourcesOf(record: Fields, parameters: Fields, message: unknown): readonly string[] {
  const listed = Array.isArray(record.resources) ? record.resources.map((each) => fields(each).ARN) : [];
  const found = [...listed, parameters.keyId].filter(
    (each): each is string => typeof each === "string" && parseArn(each)?.service === "kms",
  );
  return [...new Set([...found, ...(String(message ?? "").match(ARN_IN_TEXT) ?? [])])];
}

/** A session says little, and would be a line of its own each. */
function principalOf(identity: Fields): string {
  const issuer = fields(fields(identity.sessionContext).sessionIssuer).arn;
  const arn = word(issuer) ?? word(identity.arn);
  const [, account, role] = /^arn:[a-z-]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn ?? "") ?? [];
  if (role !== undefined) return `${arn?.split(":sts:")[0]}:iam::${account}:role/${role}`;
  return arn ?? word(identity.invokedBy) ?? word(identity.accountId) ?? "not recorded";
}

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const word = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
