import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { importKms } from "../../../helpers/kms/import-kms";
import { sealstack } from "../../../helpers/processes/cli";
import {
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

describe("import-key-material", () => {
  const fileOf = useMaterialFile();

  it("wraps symmetric material, and says that it does not expire", async () => {
    const kms = importKms([target()]);
    const material = randomBytes(32);
    const { status, stdout } = await runImport(kms, ["--json", "--key", KEY, "--in", fileOf(material)]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout.toString())).toEqual({
      keys: [
        {
          keyArn: KEY,
          spec: "SYMMETRIC_DEFAULT",
          state: "Enabled",
          materialId: "f".repeat(64),
          validTo: null,
        },
      ],
    });
    expect(kms.imports).toEqual([
      { arn: KEY, algorithm: "RSAES_OAEP_SHA_256", material, validTo: undefined, importType: undefined },
    ]);
  });

  it("reads from a pipe and zeroes what came through it", async () => {
    const kms = importKms([target()]);
    const material = randomBytes(32);
    const piped = Buffer.from(material);
    expect((await runImport(kms, ["--key", KEY], piped)).status).toBe(0);
    expect(kms.imports[0]?.material).toEqual(material);
    expect(piped).toEqual(Buffer.alloc(32));
  });

  it.each([
    ["HMAC_224", 28, "RSAES_OAEP_SHA_256"],
    ["HMAC_256", 32, "RSAES_OAEP_SHA_256"],
    ["HMAC_384", 48, "RSAES_OAEP_SHA_256"],
    ["HMAC_512", 128, "RSAES_OAEP_SHA_256"],
  ])("takes raw bytes for %s", async (spec, length, algorithm) => {
    const kms = importKms([target({ spec })]);
    const material = randomBytes(length);
    expect((await runImport(kms, ["--key", KEY], Buffer.from(material))).status).toBe(0);
    expect(kms.imports[0]).toMatchObject({ material, algorithm });
  });

  it.each([
    ["RSA_2048", () => generateKeyPairSync("rsa", { modulusLength: 2048 }), "RSA_AES_KEY_WRAP_SHA_256"],
    ["RSA_3072", () => generateKeyPairSync("rsa", { modulusLength: 3072 }), "RSA_AES_KEY_WRAP_SHA_256"],
    ["ECC_NIST_P256", () => generateKeyPairSync("ec", { namedCurve: "P-256" }), "RSAES_OAEP_SHA_256"],
    ["ECC_NIST_P384", () => generateKeyPairSync("ec", { namedCurve: "P-384" }), "RSAES_OAEP_SHA_256"],
    ["ECC_NIST_P521", () => generateKeyPairSync("ec", { namedCurve: "P-521" }), "RSAES_OAEP_SHA_256"],
    ["ECC_SECG_P256K1", () => generateKeyPairSync("ec", { namedCurve: "secp256k1" }), "RSAES_OAEP_SHA_256"],
  ])("takes a private key for %s, as PEM and as PKCS #8", async (spec, make, algorithm) => {
    const kms = importKms([target({ spec })]);
    const { privateKey } = make();
    const type = spec.startsWith("RSA") ? "pkcs1" : "sec1"; // the older PEM forms, too
    const forms = [pkcs8(privateKey), privateKey.export({ format: "pem", type: type as "pkcs1" })];
    for (const form of forms) {
      expect((await runImport(kms, ["--key", KEY, "--in", fileOf(form)])).status).toBe(0);
      expect(kms.imports.at(-1)).toMatchObject({ material: pkcs8(privateKey), algorithm });
    }
  });

  it("imports new material into the primary first, and the same into its replicas", async () => {
    const kms = importKms([primary({ state: "Enabled" }), replica({ state: "Enabled" })]);
    const flags = ["--new-material", "--material-description", "2026", "--valid-to", "2026-12-31T23:59:59Z"];
    const { stdout } = await runImport(kms, ["--key", REPLICA, "--key", PRIMARY, ...flags], randomBytes(32));
    expect(kms.imports).toMatchObject([
      { arn: PRIMARY, importType: "NEW_KEY_MATERIAL", description: "2026" },
      { arn: REPLICA, importType: "EXISTING_KEY_MATERIAL", description: "2026" },
    ]);
    expect(kms.imports[0]?.validTo).toEqual(new Date("2026-12-31T23:59:59Z"));
    expect(kms.imports[0]?.material).toEqual(kms.imports[1]?.material);
    expect(stdout.toString()).toContain("it expires at 2026-12-31T23:59:59.000Z");
    expect(stdout.toString()).toContain(`aws kms rotate-key-on-demand --key-id ${PRIMARY}`);
  });

  it("takes every end that its help shows", async () => {
    const help = (await sealstack(["help", "import-key-material"])).stdout.toString().replace(/\s+/g, " ");
    const shown = /--valid-to <time> (.*?)\(default: never\)/.exec(help)?.[1] ?? "";
    const forms = shown.match(/\b(\d+[dh]|YYYY\S+)/g) ?? [];
    const ends = {
      "90d": "2026-04-01T00:00:00Z",
      "12h": "2026-01-01T12:00:00Z",
      "YYYY-MM-DDThh:mm:ssZ": "2026-02-03T04:05:06Z",
    };
    expect(forms.sort()).toEqual(Object.keys(ends).sort());
    for (const [form, end] of Object.entries(ends)) {
      const kms = importKms([target()]);
      const given = form.startsWith("Y") ? end : form;
      expect(await runImport(kms, ["--key", KEY, "--valid-to", given], randomBytes(32))).toMatchObject({
        status: 0,
      });
      expect(kms.imports[0]?.validTo).toEqual(new Date(end));
    }
  });

  it("fails naming what was imported when a later key refuses", async () => {
    const kms = importKms([primary(), replica()]);
    kms.refusing.add(REPLICA);
    const { status, stderr } = await runImport(kms, ["--key", PRIMARY, "--key", REPLICA], randomBytes(32));
    expect(status).toBe(7);
    expect(stderr).toContain(`KMS refuses ${REPLICA}; imported before that: ${PRIMARY}`);
    expect(stderr).toContain("hint: run it again with the same material");
  });

  it("asks for the id of material that is imported again", async () => {
    const kms = importKms([target()]);
    await runImport(kms, ["--key", KEY, "--material-id", "a".repeat(64)], randomBytes(32));
    expect(kms.imports[0]).toMatchObject({ materialId: "a".repeat(64) });
  });
});

describe("KMS's refusals of an import", () => {
  it.each([
    ["IncorrectKeyMaterialException", 7, "not the key material that KMS has bound the key to"],
    ["ExpiredImportTokenException", 12, "did not accept its own import token"],
    ["UnsupportedOperationException", 7, "does not support that"],
    ["KMSInvalidStateException", 7, "not in a usable state"],
    ["AccessDeniedException", 8, "AWS denied the request"],
  ])("fails on %s with status %d", async (name, expected, says) => {
    const server = createServer((incoming, outgoing) => {
      incoming.resume().once("end", () => {
        outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
        outgoing.end(JSON.stringify({ __type: name, message: "no" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
    const before = { ...process.env };
    Object.assign(process.env, keys);
    try {
      const argv = ["import-key-material", "--key", KEY, "--endpoint-url", endpoint];
      const { status, stderr } = await sealstack(argv, { env: keys, stdin: randomBytes(32) });
      expect([status, stderr]).toEqual([expected, expect.stringContaining(says)]);
      expect(stderr).toContain(name);
    } finally {
      process.env = before;
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
