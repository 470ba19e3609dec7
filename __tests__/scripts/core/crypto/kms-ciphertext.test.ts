/** What `aws kms encrypt` makes is no message: nobody is left with "damaged". */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
const blob = (...start: number[]): Buffer => Buffer.concat([Buffer.from(start), randomBytes(160)]);

/** As KMS and the emulators begin theirs. */
const BLOBS: readonly (readonly [string, Buffer])[] = [
  ["of KMS", blob(0x01, 0x02, 0x02, 0x00, 0x78)],
  ["of KMS, before 2018", blob(0x01, 0x01, 0x02, 0x00, 0x78)],
  ["of LocalStack", Buffer.concat([Buffer.from("8a5c1cb0-95b3-4b53-9a0c-6e8b0d0c1f11"), randomBytes(60)])],
  [
    "of LocalStack, of a multi-Region key",
    Buffer.concat([Buffer.from(`mrk-${"0a".repeat(16)}`), randomBytes(60)]),
  ],
];
const json = (bytes: Buffer): string =>
  JSON.stringify({ CiphertextBlob: bytes.toString("base64"), KeyId: KEY }, null, 4);
const wrapped = (text: string): string => text.replace(/(.{76})/g, "$1\n");

describe("a ciphertext of KMS", () => {
  const dir = useTempDir();
  const forms = BLOBS.flatMap(([what, bytes]) => [
    [what, bytes] as const,
    [`${what}, in base64`, Buffer.from(`${bytes.toString("base64")}\n`)] as const,
    [`${what}, in wrapped base64`, Buffer.from(wrapped(bytes.toString("base64")))] as const,
    [`${what}, as \`aws kms encrypt\` prints it`, Buffer.from(json(bytes))] as const,
  ]);

  it.each(forms)("%s is told by decrypt and inspect, with what opens it", async (_what, bytes) => {
    const file = join(dir(), "blob");
    writeFileSync(file, bytes);
    for (const argv of [
      ["decrypt", "--key", KEY, "--in", file, "--out", join(dir(), "out")],
      ["decrypt", "--key", KEY, "--allow-non-committing", "--in", file, "--out", join(dir(), "out")],
      ["inspect", file],
    ]) {
      const ran = await sealstack(argv, { env: {} });
      expect(ran).toMatchObject({ status: 5, stdout: Buffer.alloc(0) });
      expect(ran.stderr).toContain("the ciphertext of KMS itself, as `aws kms encrypt` makes it");
      expect(ran.stderr).toContain("aws kms decrypt --ciphertext-blob fileb://FILE");
    }
    const piped = await sealstack(["decrypt", "--key", KEY, "--out", join(dir(), "out")], {
      env: {},
      stdin: bytes,
    });
    expect(piped.stderr).toContain("the ciphertext of KMS itself");
  });

  it.each([
    ["text", Buffer.from("just some text\n"), false],
    ["one letter", Buffer.from("x"), false],
    ["RSA ciphertext", blob(0x7f), true],
    ["a certificate", Buffer.from("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"), false],
  ])("is not seen in %s, though the hint says what else it could be", async (_what, bytes, could) => {
    const file = join(dir(), "blob");
    writeFileSync(file, bytes);
    const ran = await sealstack(["inspect", file], { env: {} });
    expect(ran.status).toBe(5);
    expect(ran.stderr).toContain("error: this is not a message");
    expect(ran.stderr.includes("aws kms decrypt")).toBe(could);
  });
});
