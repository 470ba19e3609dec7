import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, type KeySpec, type KeyUsageType } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { evidence } from "../../scripts/core/drill/evidence/evidence";
import { createBucket } from "../helpers/buckets";
import { testClients } from "../helpers/emulator";
import { createKey } from "../helpers/kms/test-key";
import { sealstack } from "../helpers/processes/cli";
import { useScratch } from "../helpers/scratch";
import { useTempDir } from "../helpers/temp-dir";

describe("evidence of drills, through KMS and S3", () => {
  const dir = useTempDir();
  useScratch();
  const { kms, s3 } = testClients();
  const path = (name: string): string => join(dir(), name);
  let bucket = "";
  let flags: readonly string[] = [];

  beforeEach(async () => {
    bucket = (await createBucket()).name;
    flags = ["--bucket", bucket, "--prefix", "p/", "--key", await createKey()];
    mkdirSync(path("in"));
    writeFileSync(path("in/file"), "hello");
    expect((await sealstack(["backup", path("in"), ...flags])).status).toBe(0);
  });

  async function keyOf(spec: KeySpec, usage: KeyUsageType): Promise<string> {
    return (await kms.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }))).KeyMetadata?.Arn ?? "";
  }

  /** Drills, and fetches what is stored, by ending. */
  async function drill(...argv: readonly string[]): Promise<Record<string, string>> {
    const ran = await sealstack(["drill", ...flags, ...argv]);
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: "p/.sealstack/drills/" }),
    );
    const files: Record<string, string> = {};
    for (const { Key = "" } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const ending = Key.replace(/^.*Z\./, "");
      writeFileSync(path(ending), Buffer.from((await Body?.transformToByteArray()) ?? []));
      files[ending] = path(ending);
    }
    return files;
  }

  it("is stored once, tells who drilled, and is seen by status", async () => {
    const files = await drill();
    expect(Object.keys(files)).toEqual(["passed.json", "passed.xml"]);
    const { "passed.json": file = "" } = files;
    const record = evidence.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(record.by.caller).toMatch(/^arn:aws:/);
    const status = await sealstack([
      "status",
      "--json",
      "--bucket",
      bucket,
      "--prefix",
      "p/",
      "--max-drill-age",
      "1h",
    ]);
    expect([status.status, JSON.parse(status.stdout.toString()).series[0].lastGoodDrill.result]).toEqual([
      0,
      "passed",
    ]);
  });

  it("has a code that verify-mac verifies, and not of evidence that was changed", async () => {
    const key = await keyOf("HMAC_256", "GENERATE_VERIFY_MAC");
    const files = await drill("--mac-key", key);
    const verify = () =>
      sealstack([
        "verify-mac",
        "--digest",
        "--key",
        key,
        "--in",
        files["passed.json"] ?? "",
        "--mac",
        files["passed.json.mac"] ?? "",
      ]);
    expect((await verify()).status).toBe(0);
    writeFileSync(files["passed.json"] ?? "", "{}");
    expect((await verify()).status).toBe(5);
  });

  it("has a signature that the public key verifies", async () => {
    const key = await keyOf("ECC_NIST_P256", "SIGN_VERIFY");
    const files = await drill("--signing-key", key);
    expect((await sealstack(["public-key", "--key", key, "--out", path("pem")])).status).toBe(0);
    const verify = ["--in", files["passed.json"] ?? "", "--signature", files["passed.json.sig"] ?? ""];
    expect((await sealstack(["verify-signature", "--public-key", path("pem"), ...verify])).status).toBe(0);
  });

  it("is refused before anything is drilled where the key will not do", async () => {
    const other = await keyOf("ECC_NIST_P256", "SIGN_VERIFY");
    expect((await sealstack(["drill", ...flags, "--mac-key", other])).status).toBe(7);
    const hmac = await keyOf("HMAC_256", "GENERATE_VERIFY_MAC");
    expect((await sealstack(["drill", ...flags, "--signing-key", hmac])).status).not.toBe(0);
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "p/.sealstack/" }));
    expect(KeyCount).toBe(0);
  });
});
