/** Tells common mistakes apart from damage, by the first bytes. */
import { OperatorError } from "../../errors";

/** First line of every age file. Source: age-encryption.org/v1, "Header". */
export const AGE_INTRO = "age-encryption.org/v1\n";
const AGE_ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";
const NON_COMMITTING_VERSION = 1;
const MESSAGE_VERSION = 2;

/**
 * How a ciphertext of KMS itself begins: a version and what follows it at AWS, where nothing of it is documented but all have it; the key's id at
 * the emulators (LocalStack, moto).
 */
const isOfKms = (text: string): boolean =>
  text.startsWith("\x01\x02\x02\0x") || text.startsWith("\x01\x01\x02\0x") || EMULATOR_KEY_ID.test(text);

const EMULATOR_KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})/;

const BY_KMS = "the ciphertext of KMS itself, as `aws kms encrypt` makes it, and not a message";
const DECRYPT =
  "`aws kms decrypt --ciphertext-blob fileb://FILE --query Plaintext --output text | base64 -d`, with the --encryption-context that it was made with";

interface Lookalike {
  readonly what: string;
  readonly hint: string;
  /** @param text the first bytes, each a character. */
  is(text: string, start: Buffer): boolean;
}

/** Bytes that base64 text is decoded to for a look. */
const PEEK_LENGTH = 64;

/** What base64 text says; `""` for anything else. */
function decoded(text: string): string {
  const letters = /^[A-Za-z0-9+/]{4,}/.exec(text.slice(0, 2 * PEEK_LENGTH))?.[0] ?? "";
  return Buffer.from(letters, "base64").subarray(0, PEEK_LENGTH).toString("latin1");
}

/** Other formats that people feed to `decrypt`, and what to do about them. The first that fits is told. */
const LOOKALIKES: readonly Lookalike[] = [
  {
    what: "this is an age file (passphrase mode)",
    hint: "give --passphrase-file instead of --key",
    is: (text) => text.startsWith(AGE_INTRO),
  },
  {
    what: "this is an age file in ASCII armour (passphrase mode)",
    hint: "give --passphrase-file instead of --key",
    is: (text) => text.trimStart().startsWith(AGE_ARMOR),
  },
  { what: `this is ${BY_KMS}`, hint: `open it with ${DECRYPT}`, is: (text) => isOfKms(text) },
  {
    what: `this is base64 text, and in it ${BY_KMS}`,
    hint: `decode it first with \`base64 -d\`, then open it with ${DECRYPT}`,
    is: (text) => isOfKms(decoded(text)),
  },
  {
    what: `this is what \`aws kms encrypt\` prints: JSON, and in it ${BY_KMS}`,
    hint: `take it out with \`jq -r .CiphertextBlob FILE | base64 -d\`, then open it with ${DECRYPT}`,
    is: (text) => /^\s*\{[\s\S]*"CiphertextBlob"/.test(text),
  },
  {
    what: "this is base64 text, not a message",
    hint: "decode it first: `base64 -d`",
    is: (text) => decoded(text).startsWith("\x02"),
  },
  {
    what: "this is a message of format version 1, without key commitment",
    hint: "if you trust where it comes from, give --allow-non-committing, and encrypt it again",
    is: (_text, start) => start[0] === NON_COMMITTING_VERSION,
  },
  {
    what: "this is gzip data, not a message",
    hint: "is it already decrypted?",
    is: (text) => text.startsWith("\x1f\x8b"),
  },
];

/** Bytes that are looked at: `aws kms encrypt` prints short JSON. */
const START_BYTES = 8 * 1024;

/** @throws OperatorError `notAuthentic` when the input cannot become a message of an accepted format version. */
export function checkFirstBytes(
  start: Buffer,
  { allowNonCommitting = false }: { readonly allowNonCommitting?: boolean | undefined } = {},
): void {
  if (start.length === 0 || start[0] === MESSAGE_VERSION) return;
  const text = start.toString("latin1", 0, START_BYTES);
  if (allowNonCommitting && start[0] === NON_COMMITTING_VERSION && !isOfKms(text)) return;
  const known = LOOKALIKES.find((each) => each.is(text, start));
  if (known !== undefined) throw new OperatorError("notAuthentic", known.what, { hint: known.hint });
  throw new OperatorError(
    "notAuthentic",
    "this is not a message of the AWS Encryption SDK, format version 2",
    start.length < SHORTEST_KMS_BYTES ? {} : { hint: OTHERWISE },
  );
}

/** Of a ciphertext of RSA with 2048 bits nothing tells that it is one; it is 256 bytes long, and those of symmetric keys are not much shorter. */
const SHORTEST_KMS_BYTES = 128;

const OTHERWISE = "look what it is with `file`; what `aws kms encrypt` made, only `aws kms decrypt` opens";
