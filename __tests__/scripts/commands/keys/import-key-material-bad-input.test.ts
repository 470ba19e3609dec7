import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { importKms } from "../../../helpers/kms/import-kms";
import {
  assertRefused,
  KEY,
  PRIMARY,
  pkcs8,
  primary,
  REPLICA,
  replica,
  runImport,
  target,
  useMaterialFile,
} from "../../../helpers/processes/import-command";
import { useTempDir } from "../../../helpers/temp-dir";

describe("bad input to import-key-material", () => {
  const dir = useTempDir();
  const fileOf = useMaterialFile();

  it.each([
    ["another origin", { origin: "AWS_KMS" }, "must be EXTERNAL, got AWS_KMS"],
    ["a disabled key", { state: "Disabled" }, "must be PendingImport or Enabled, got Disabled"],
    ["a key that is being deleted", { state: "PendingDeletion" }, "got PendingDeletion"],
    ["a spec without import", { spec: "ML_DSA_65" }, "got ML_DSA_65"],
    [
      "RSA in China",
      { spec: "RSA_2048", arn: KEY.replace("arn:aws:", "arn:aws-cn:") },
      "in the regions of China",
    ],
  ])("fails on %s before the material is read", async (_, more, problem) => {
    const wrong = target(more);
    const kms = importKms([wrong]);
    assertRefused(await runImport(kms, ["--key", wrong.arn, "--in", join(dir(), "none")]), 7, problem, kms);
  });

  it("takes 128 bits in China, and no more", async () => {
    const arn = KEY.replace("arn:aws:", "arn:aws-cn:");
    const kms = importKms([target({ arn })]);
    assertRefused(
      await runImport(kms, ["--key", arn], randomBytes(32)),
      3,
      "it has 32 bytes; allowed: 16",
      kms,
    );
    expect((await runImport(kms, ["--key", arn], randomBytes(16))).status).toBe(0);
  });

  it.each([
    ["SYMMETRIC_DEFAULT", 31, "it has 31 bytes; allowed: 32"],
    ["SYMMETRIC_DEFAULT", 33, "it has 33 bytes; allowed: 32"],
    ["HMAC_384", 47, "it has 47 bytes; allowed: 48 to 128"],
    ["HMAC_384", 129, "it has 129 bytes; allowed: 48 to 128"],
    ["RSA_2048", 1217, "it is not a private key"],
    ["ECC_NIST_P256", 32, "it is not a private key"],
    ["SYMMETRIC_DEFAULT", 0, "stdin is empty"],
    ["RSA_4096", 16 * 1024 + 1, "stdin has more than 16384 bytes"],
  ])("fails on material for %s of %d bytes", async (spec, length, problem) => {
    const kms = importKms([target({ spec })]);
    const material = randomBytes(length);
    const secret = length === 0 ? undefined : Buffer.from(material.subarray(0, 16));
    assertRefused(await runImport(kms, ["--key", KEY], material), 3, problem, kms, secret);
  });

  it.each([
    [
      "RSA_2048",
      () => generateKeyPairSync("rsa", { modulusLength: 3072 }),
      "is rsa, 3072 bits; allowed: rsa, 2048 bits",
    ],
    [
      "RSA_2048",
      () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
      "is ec, prime256v1; allowed: rsa, 2048 bits",
    ],
    [
      "ECC_NIST_P256",
      () => generateKeyPairSync("ec", { namedCurve: "P-384" }),
      "is ec, secp384r1; allowed: ec, prime256v1",
    ],
    ["ECC_NIST_P256", () => generateKeyPairSync("ed25519"), "is ed25519; allowed: ec, prime256v1"],
    [
      "ECC_NIST_P256",
      () => generateKeyPairSync("ec", { namedCurve: "P-256", paramEncoding: "explicit" }),
      "spells out the parameters of its curve; allowed: a named curve",
    ],
  ] as const)("fails on a key that is not one for %s", async (spec, make, problem) => {
    const kms = importKms([target({ spec })]);
    assertRefused(
      await runImport(kms, ["--key", KEY, "--in", fileOf(pkcs8(make().privateKey))]),
      3,
      problem,
      kms,
    );
  });

  it("fails on a private key under a passphrase, and on a public key", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const kms = importKms([target({ spec: "ECC_NIST_P256" })]);
    const locked = privateKey.export({
      format: "pem",
      type: "pkcs8",
      cipher: "aes-256-cbc",
      passphrase: "secret",
    });
    for (const pem of [locked, publicKey.export({ format: "pem", type: "spki" })])
      assertRefused(
        await runImport(kms, ["--key", KEY, "--in", fileOf(pem)]),
        3,
        "it is not a private key",
        kms,
      );
  });

  it.each([
    ["644", 0o644],
    ["640", 0o640],
    ["604", 0o604],
  ] as const)("fails on a file of mode %s", async (_, mode) => {
    const kms = importKms([target()]);
    const file = fileOf(randomBytes(32), mode);
    assertRefused(
      await runImport(kms, ["--key", KEY, "--in", file]),
      3,
      `can be read by others (mode 0${mode.toString(8)})`,
      kms,
    );
  });

  it("fails on a terminal, where nobody types key material", async () => {
    const kms = importKms([target()]);
    const terminal = Object.assign(Readable.from([randomBytes(32)]), { isTTY: true });
    assertRefused(await runImport(kms, ["--key", KEY], terminal), 2, "stdin is a terminal", kms);
  });

  it("fails on a missing file and on a directory", async () => {
    const kms = importKms([target()]);
    assertRefused(await runImport(kms, ["--key", KEY, "--in", join(dir(), "none")]), 3, "ENOENT", kms);
    assertRefused(await runImport(kms, ["--key", KEY, "--in", dir()]), 3, "is a directory", kms);
  });

  it("fails on a wrapping key that is not KMS's", async () => {
    const kms = importKms([target()], 2048);
    assertRefused(
      await runImport(kms, ["--key", KEY], randomBytes(32)),
      15,
      "2048 bits, allowed: rsa with 4096",
      kms,
    );
  });

  it.each([
    [["--valid-to", "2025-12-31T00:00:00Z"], "--valid-to must lie between now and 2027-01-01T00:00:00.000Z"],
    [["--valid-to", "2027-01-01T00:00:01Z"], "--valid-to must lie between now"],
    [["--valid-to", "2026-02-31T00:00:00Z"], "It must be a time with its zone"],
    [["--valid-to", "2026-03-01"], "It must be a time with its zone"],
    [["--valid-to", "2026-03-01T00:00:00"], "It must be a time with its zone"],
    [["--valid-to", "366d"], "--valid-to must lie between now"],
    [["--valid-to", "0h"], "--valid-to must lie between now"],
    [["--valid-to", "90"], "It must be a time with its zone"],
    [["--valid-to", "3w"], "It must be a time with its zone"],
    [["--material-id", "abc"], "It must be 64 hexadecimal digits"],
    [["--material-description", "x".repeat(257)], "It must be 1 to 256"],
    [["--new-material", "--material-id", "a".repeat(64)], "exclude each other"],
  ])("fails on %j", async (flags, problem) => {
    const kms = importKms([target()]);
    assertRefused(await runImport(kms, ["--key", KEY, ...flags], randomBytes(32)), 2, problem, kms);
  });

  it("takes a life of 365 days, and no longer one", async () => {
    const kms = importKms([target()]);
    const flags = ["--valid-to", "2027-01-01T00:00:00Z"];
    expect((await runImport(kms, ["--key", KEY, ...flags], randomBytes(32))).status).toBe(0);
  });

  it.each([["--new-material"], ["--material-description", "x"], ["--material-id", "a".repeat(64)]])(
    "fails on %s with a key that is not symmetric",
    async (...flags) => {
      const kms = importKms([target({ spec: "HMAC_256" })]);
      assertRefused(
        await runImport(kms, ["--key", KEY, ...flags], randomBytes(32)),
        2,
        `${flags[0]} goes with SYMMETRIC_DEFAULT keys only, got HMAC_256`,
        kms,
      );
    },
  );

  it("fails without a key, with keys that are not related, with one key twice, and with a lone replica", async () => {
    const other = target({ arn: KEY.replace("1234abcd", "5678abcd") });
    const kms = importKms([target(), other, primary(), replica()]);
    const material = () => randomBytes(32);
    assertRefused(await runImport(kms, [], material()), 2, "no key is given", kms);
    const related = "several keys must be the primary and replicas of one multi-Region key";
    assertRefused(await runImport(kms, ["--key", KEY, "--key", other.arn], material()), 2, related, kms);
    assertRefused(await runImport(kms, ["--key", PRIMARY, "--key", PRIMARY], material()), 2, related, kms);
    assertRefused(
      await runImport(kms, ["--key", REPLICA, "--new-material"], material()),
      2,
      "new material cannot go into the replica",
      kms,
    );
  });
});
