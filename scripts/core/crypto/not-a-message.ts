/** Tells common mistakes apart from damage, by the first bytes. */
import { OperatorError } from "../../errors";

/** First line of every age file. Source: age-encryption.org/v1, "Header". */
export const AGE_INTRO = "age-encryption.org/v1\n";
const AGE_ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
const NON_COMMITTING_VERSION = 1;
const MESSAGE_VERSION = 2;

/** Other formats that people feed to `decrypt`, and what to do about them. */
const LOOKALIKES: readonly { readonly intro: Buffer; readonly what: string; readonly hint: string }[] = [
  {
    intro: Buffer.from(AGE_INTRO),
    what: "this is an age file (passphrase mode)",
    hint: "give --passphrase-file instead of --key",
  },
  {
    intro: Buffer.from(AGE_ARMOR),
    what: "this is an armored age file",
    hint: "remove the armor with `age` first",
  },
  {
    intro: Buffer.from("AgR4"),
    what: "this is base64 text, not a message",
    hint: "decode it first: `base64 -d`",
  },
  {
    intro: Buffer.from("AgV4"),
    what: "this is base64 text, not a message",
    hint: "decode it first: `base64 -d`",
  },
  {
    intro: Buffer.of(NON_COMMITTING_VERSION),
    what: "this is a message of format version 1, without key commitment",
    hint: "if you trust where it comes from, give --allow-non-committing, and encrypt it again",
  },
  {
    intro: Buffer.from([0x1f, 0x8b]),
    what: "this is gzip data, not a message",
    hint: "is it already decrypted?",
  },
];

/** @throws OperatorError `notAuthentic` when the input cannot become a message of an accepted format version. */
export function checkFirstBytes(
  start: Buffer,
  { allowNonCommitting = false }: { readonly allowNonCommitting?: boolean | undefined } = {},
): void {
  if (start.length === 0 || start[0] === MESSAGE_VERSION) return;
  if (allowNonCommitting && start[0] === NON_COMMITTING_VERSION) return;
  const known = LOOKALIKES.find(({ intro }) => start.subarray(0, intro.length).equals(intro));
  if (known !== undefined) throw new OperatorError("notAuthentic", known.what, { hint: known.hint });
  throw new OperatorError(
    "notAuthentic",
    "this is not a message of the AWS Encryption SDK, format version 2",
  );
}
