/** What a reply of EC2 or RDS about snapshots must hold before anything of it is used. */
import { parseArn } from "../../../modules/arn";
import { BadReplyError } from "./bad-reply";

/** Letters of a text that nobody is shown more of. */
const MAX_TEXT = 512;

/** @param what such as `the id of the copy`. @throws BadReplyError */
export function answeredText(value: unknown, what: string, form = /^[^\p{Cc}]+$/u): string {
  if (typeof value === "string" && value.length <= MAX_TEXT && form.test(value)) return value;
  throw new BadReplyError(`AWS answered without ${what}`);
}

/** Digits of an account; `all` stands for everybody in RDS. @throws BadReplyError */
export const answeredAccount = (value: unknown): string =>
  answeredText(value, "the number of an account", /^(\d{12}|all)$/);

/** @throws BadReplyError */
export function answeredKeyArn(value: unknown): string {
  const text = answeredText(value, "the ARN of a key");
  const arn = parseArn(text);
  if (arn?.service === "kms" && arn.resource.startsWith("key/")) return text;
  throw new BadReplyError("AWS answered without the ARN of a key");
}
