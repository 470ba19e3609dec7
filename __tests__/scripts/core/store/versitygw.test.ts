/** Retention against versitygw, which keeps versions and locks as files with attributes, and is stricter than the emulator. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { findTool } from "../../../../tools/fetched/system-packages";
import { buildVersitygw, startVersitygw, type Versitygw } from "../../../../tools/fetched/versitygw";
import { describeIf } from "../../../helpers/describe-if";
import { describeVersions } from "../../../helpers/stores/versions-suite";

const REGION = "eu-central-1";
const KEYS = { accessKeyId: "test", secretAccessKey: "test-secret" };
const MINUTES = 60_000;

describeIf(findTool("go") !== undefined, "install Go: https://go.dev/dl", "retention on versitygw", () => {
  let [server, dir]: [Versitygw | undefined, string] = [undefined, ""];

  const before = { ...process.env };

  beforeAll(async () => {
    // The SDK takes credentials from the process.
    process.env.AWS_ACCESS_KEY_ID = KEYS.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = KEYS.secretAccessKey;
    const program = await buildVersitygw((line) => process.stderr.write(`${line}\n`));
    dir = mkdtempSync(join(tmpdir(), "sealstack-test-"));
    const folders = { dir: join(dir, "buckets"), versionsDir: join(dir, "versions") };
    server = await startVersitygw(program, { ...folders, region: REGION, ...KEYS });
  }, 15 * MINUTES);

  afterAll(async () => {
    process.env = before;
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  describeVersions(() => {
    const { endpoint = "" } = server ?? {};
    const s3 = new S3Client({ endpoint, region: REGION, credentials: KEYS, forcePathStyle: true });
    return { s3, endpoint, region: REGION };
  });
});
