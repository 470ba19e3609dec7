/**
 * Writes sidecars.json: one message, and sidecars of it that open or must be refused: `tsx vectors/generate-sidecars.ts`. The message is random, so it is not written
 * anew with the other vectors; a change of the format adds to it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { parseHeader } from "../scripts/core/crypto/message/message-header";
import { identityOf } from "../scripts/core/crypto/message/message-identity";
import { KMS_PROVIDER_ID } from "../scripts/core/crypto/message/providers";
import { sealMessage } from "../scripts/core/crypto/messages";
import type { MessageIdentity } from "../scripts/core/ports";
import { formatSidecar, type Sidecar } from "../scripts/core/records/sidecar";

/** Public, and protects nothing. */
const DATA_KEY = Buffer.from("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f", "hex");
const OTHER_DATA_KEY = Buffer.alloc(32, 0x61);
const OLD_KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-1111-4111-8111-111111111111";
const NEW_KEY = "arn:aws:kms:eu-central-1:111122223333:key/22222222-2222-4222-8222-222222222222";
const ID = "step-ca/ca-20261122T014200Z.tar.gz.kms";
const KEY = "step-ca/.sealstack/keys/ca-20261122T014200Z/20261128T120000Z.json";
const PLAINTEXT = "what the backup holds";
const CONTEXT = { "sealstack:purpose": "backup", "sealstack:backup": ID, "sealstack:source": "files" };
/** What KMS made of the data key under the new key, of another one, and what it did not make. */
const [BLOB, OTHER_BLOB, FOREIGN_BLOB] = ["the data key", "another data key", "nothing of KMS"].map((what) =>
  Buffer.from(`${what}, as KMS has it under the new key`),
) as [Buffer, Buffer, Buffer];

interface SidecarVector {
  readonly name: string;
  readonly what: string;
  readonly key: string;
  readonly text: string;
  readonly expect: "accept" | "refuse";
  /** What our implementation says. */
  readonly says?: string;
}

async function main(): Promise<void> {
  const rawInfo = Buffer.from(OLD_KEY);
  const encrypted = { providerId: KMS_PROVIDER_ID, providerInfo: OLD_KEY, rawInfo, encryptedDataKey: BLOB };
  const keys = { generate: async () => ({ dataKey: Buffer.from(DATA_KEY), encrypted: [encrypted] }) };
  const flow = sealMessage(keys, { context: CONTEXT, frameLength: 16 });
  flow.stream.end(PLAINTEXT);
  const message = await buffer(flow.stream);
  const header = parseHeader(message);
  const identity = header && identityOf(header);
  if (identity === undefined) throw new Error("no header");
  const vectors = {
    about:
      "A message of the AWS Encryption SDK and sidecars of it, as docs/key-life.md describes them. KMS's part is replaced: what it would decrypt, and in the message's context only, stands here. It is public, and protects nothing.",
    id: ID,
    oldKeyArn: OLD_KEY,
    newKeyArn: NEW_KEY,
    context: CONTEXT,
    messageBase64: message.toString("base64"),
    plaintext: PLAINTEXT,
    kms: [
      { keyArn: NEW_KEY, encryptedDataKey: BLOB.toString("base64"), dataKeyHex: DATA_KEY.toString("hex") },
      {
        keyArn: NEW_KEY,
        encryptedDataKey: OTHER_BLOB.toString("base64"),
        dataKeyHex: OTHER_DATA_KEY.toString("hex"),
      },
    ],
    sidecars: sidecars(identity),
  };
  writeFileSync(join(__dirname, "sidecars.json"), `${JSON.stringify(vectors, undefined, 2)}\n`);
}

function sidecars(message: MessageIdentity): SidecarVector[] {
  const good: Sidecar = {
    id: ID,
    createdAt: new Date("2026-11-28T12:00:00Z"),
    message,
    dataKeys: [{ keyArn: NEW_KEY, blob: BLOB }],
  };
  const text = (change: Partial<Sidecar> = {}): string => formatSidecar({ ...good, ...change }).toString();
  const whole = text();
  const refused = (name: string, what: string, changed: string, says: string, key = KEY): SidecarVector => ({
    name,
    what,
    key,
    text: changed,
    expect: "refuse",
    says,
  });
  const flipped = (hex: string): string => `${hex.startsWith("0") ? "1" : "0"}${hex.slice(1)}`;
  const notSo = (field: keyof MessageIdentity): SidecarVector =>
    refused(
      `message-${field}`,
      `another ${field}`,
      text({ message: { ...message, [field]: flipped(message[field]) } }),
      "of another message",
    );
  const json = (change: (value: Record<string, unknown>) => unknown): string =>
    `${JSON.stringify(change(JSON.parse(whole)), undefined, 2)}\n`;
  const FORM = "not valid at";
  return [
    { name: "valid", what: "the data key under the new key", key: KEY, text: whole, expect: "accept" },
    {
      name: "valid-second",
      what: "a data key under a foreign key before the one that fits",
      key: KEY,
      text: text({
        dataKeys: [{ keyArn: OLD_KEY.replace("1111-4", "9999-4"), blob: BLOB }, ...good.dataKeys],
      }),
      expect: "accept",
    },
    refused(
      "data-key-of-another",
      "KMS opens it, and it is the data key of another message",
      text({ dataKeys: [{ keyArn: NEW_KEY, blob: OTHER_BLOB }] }),
      "holds the data key of another message",
    ),
    refused(
      "data-key-not-of-kms",
      "bytes that KMS does not open",
      text({ dataKeys: [{ keyArn: NEW_KEY, blob: FOREIGN_BLOB }] }),
      "does not recognise",
    ),
    refused(
      "data-key-of-foreign-key",
      "only under a key that was not given",
      text({ dataKeys: [{ keyArn: OLD_KEY.replace("1111-4", "9999-4"), blob: BLOB }] }),
      "was not given",
    ),
    refused(
      "id-of-another",
      "of another backup",
      text({ id: ID.replace("/ca-", "/cb-") }),
      "of another backup",
    ),
    refused(
      "moved",
      "under the name of another time",
      whole,
      "under a name that it was not made for",
      KEY.replace("T12", "T13"),
    ),
    notSo("messageId"),
    notSo("commitment"),
    notSo("headerSha256"),
    refused(
      "suite",
      "another algorithm suite",
      json((value) => ({ ...value, message: { ...message, suite: "0x0178" } })),
      FORM,
    ),
    refused(
      "version-2",
      "an unknown version",
      json((value) => ({ ...value, schemaVersion: 2 })),
      FORM,
    ),
    refused(
      "kind",
      "of another kind",
      json((value) => ({ ...value, kind: "manifest" })),
      FORM,
    ),
    refused(
      "more-members",
      "a member too many",
      json((value) => ({ ...value, comment: "" })),
      FORM,
    ),
    refused(
      "less-members",
      "no identity of the message",
      json(({ message: _, ...value }) => value),
      FORM,
    ),
    refused(
      "no-data-keys",
      "no data key",
      json((value) => ({ ...value, dataKeys: [] })),
      FORM,
    ),
    refused(
      "six-data-keys",
      "one data key more than a message may have",
      json((value) => ({ ...value, dataKeys: Array(6).fill((value.dataKeys as unknown[])[0]) })),
      FORM,
    ),
    refused("provider", "a raw key's data key", whole.replace('"aws-kms"', '"aws-raw"'), FORM),
    refused("alias", "an alias in place of a key", whole.replace(NEW_KEY.slice(-40), "alias/backups"), FORM),
    refused(
      "blob-too-long",
      "an encrypted data key that is longer than KMS makes them",
      text({ dataKeys: [{ keyArn: NEW_KEY, blob: Buffer.alloc(6_145) }] }),
      FORM,
    ),
    refused(
      "base64-loose",
      "base64 with a byte that does not belong there",
      whole.replace(/("encryptedDataKey": ")/, "$1 "),
      "not written as",
    ),
    refused(
      "member-twice",
      "a member that comes twice",
      whole.replace('  "id"', '  "schemaVersion": 1,\n  "id"'),
      "not written as",
    ),
    refused(
      "order",
      "members in another order",
      json(({ id, ...value }) => ({ ...value, id })),
      "not written as",
    ),
    refused("white-space", "a space at the end", `${whole} `, "not written as"),
    refused("not-json", "no JSON", "{", "not JSON"),
    refused("empty", "nothing", "", "not JSON"),
  ];
}

if (require.main === module) void main();
