/** A backup that a lifecycle rule has moved to Glacier, in the emulator, where hours take no time. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CopyObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { services } from "../../scripts/services";
import { makeBucket } from "../helpers/buckets";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { rawCipher } from "../helpers/kms/raw-cipher";
import { sealstack } from "../helpers/processes/cli";
import { useTempDir } from "../helpers/temp-dir";

describe("a backup in Glacier", () => {
  const dir = useTempDir();
  const { s3, region } = testClients();
  const bucket = `sealstack-glacier-${Date.now()}`;
  const place = () => ["--bucket", bucket, "--region", region, "--endpoint-url", emulatorEndpoint()];
  /** It is about S3: no KMS, and no passphrase, whose derivation takes longer than all the rest. */
  const run = (...argv: string[]) =>
    sealstack([...argv, ...place()], { services: { ...services, cipher: async () => rawCipher() } });

  it("says how to bring it back, brings it back, and is restored", async () => {
    await makeBucket(bucket);
    mkdirSync(join(dir(), "in"));
    writeFileSync(join(dir(), "in", "file"), "hello");
    const made = await run("backup", "--prefix", "t/", "--name", "n", "--json", join(dir(), "in"));
    const { id } = JSON.parse(made.stdout.toString()) as { id: string };
    const source = { Bucket: bucket, Key: id };
    await s3.send(
      new CopyObjectCommand({ ...source, CopySource: `${bucket}/${id}`, StorageClass: "GLACIER" }),
    );

    const out = join(dir(), "out");
    for (const argv of [
      ["restore", id, out],
      ["verify", id],
      ["inspect", id],
    ]) {
      const ran = argv[0] === "inspect" ? await inspect(id) : await run(...argv);
      expect(ran).toMatchObject({ status: 14, stderr: expect.stringContaining("InvalidObjectState") });
      expect(ran.stderr).toContain("sealstack restore --rehydrate");
    }
    // The emulator has it back at once.
    const restored = await run("restore", "--rehydrate", id, out);
    expect(restored).toMatchObject({ status: 0 });
    expect(readFileSync(join(out, "file"), "utf8")).toBe("hello");
    const { Restore } = await s3.send(new HeadObjectCommand(source));
    expect(Restore).toContain('ongoing-request="false"');
    const told = await run("restore", "--rehydrate", "Bulk", "--prefix", "t/", "latest");
    expect(told).toMatchObject({ status: 0 });
    expect(told.stdout.toString()).toContain(`${id}: it can be read until`);
  });

  const inspect = (id: string) =>
    sealstack(["inspect", `s3://${bucket}/${id}`, "--region", region, "--endpoint-url", emulatorEndpoint()]);
});
