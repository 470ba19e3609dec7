import { join } from "node:path";
import { CopyObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { differences, treeDigest } from "../../../tools/demo/tree-digest";
import { testClients } from "../../helpers/emulator";
import { sealstack } from "../../helpers/processes/cli";
import { withoutRegion } from "../../helpers/processes/without-region";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { writeStepCa } from "../../helpers/step-ca";
import { useTempDir } from "../../helpers/temp-dir";

const FIRST = "eu-central-1";
const SECOND = "eu-west-1";
const YAML = `
stacks:
  lost-region:
    preset: etcd-ca-backup
    region: ${FIRST}
    key: { alias: alias/lost-region, preventDestroy: false, multiRegion: true, replicaRegions: [${SECOND}] }
    bucket: { preventDestroy: false, replica: { region: ${SECOND}, preventDestroy: false } }
`;

/** Accounts of the backups, and of their copies. LocalStack takes an access key of that form for its owner. */
const [OWNER, KEEPER] = ["111122223333", "222233334444"];
async function as<T>(account: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.AWS_ACCESS_KEY_ID;
  process.env.AWS_ACCESS_KEY_ID = account;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.AWS_ACCESS_KEY_ID;
    else process.env.AWS_ACCESS_KEY_ID = before;
  }
}

/** What S3 replication does, and LocalStack does not: ciphertext as it is, under the same names, new objects under the bucket's own key. */
async function replicate(from: string, to: string, account?: string): Promise<number> {
  const { Contents = [] } = await testClients()
    .s3In(FIRST)
    .send(new ListObjectsV2Command({ Bucket: from }));
  for (const { Key = "" } of Contents)
    await testClients(account)
      .s3In(SECOND)
      .send(new CopyObjectCommand({ Bucket: to, Key, CopySource: `${from}/${encodeURIComponent(Key)}` }));
  return Contents.length;
}

describe("etcd-ca-backup, when a region is lost", () => {
  const dir = useTempDir();

  it("restores the newest backup from the second region, by the outputs alone", async () => {
    const { "lost-region": stack } = await deployPreset(dir(), YAML);
    const {
      bucket,
      key_arn: keyArn,
      replicas,
    } = (stack?.outputs ?? {}) as {
      bucket: string;
      key_arn: string;
      replicas: Record<string, { bucket: string; key_arn: string }>;
    };
    const there = replicas[SECOND];
    expect(there?.key_arn).toBe(keyArn.replace(FIRST, SECOND));
    const flags = ["--outputs", stack?.outputsFile ?? "", "--prefix", "step-ca/"];
    const second = [...flags, "--region", SECOND];
    const [ca, restored] = [join(dir(), "ca"), join(dir(), "restored")];
    await writeStepCa(ca);
    const made = await sealstack(["backup", "--source", "step-ca", ca, "--json", ...flags]);
    expect([made.status, made.stderr]).toEqual([0, ""]);
    const { id } = JSON.parse(made.stdout.toString()) as { id: string };
    expect(await replicate(bucket, there?.bucket ?? "")).toBe(2);

    const region = await withoutRegion(FIRST);
    try {
      const run = (argv: readonly string[]) => sealstack([...argv, "--endpoint-url", region.url]);
      const listed = await run(["list", "--json", ...second]);
      expect([listed.status, listed.stderr]).toEqual([0, ""]);
      expect(listed.stdout.toString()).toContain(id);
      const verified = await run(["verify", "latest", ...second]);
      expect([verified.status, verified.stderr]).toEqual([0, ""]);
      expect(verified.stdout.toString()).toContain(`--region ${SECOND}`);
      const back = await run(["restore", "latest", restored, ...second]);
      expect([back.status, back.stderr]).toEqual([0, ""]);
      const drilled = await run(["drill", "--json", "--no-store", ...second]);
      expect(drilled.status).toBe(0);
      expect(JSON.parse(drilled.stdout.toString()).drills).toMatchObject([
        {
          result: "passed",
          backup: { id, region: SECOND },
          by: { caller: expect.stringMatching(/^arn:aws:/) },
        },
      ]);
      expect(region.refused).toEqual([]);
      expect((await run(["list", ...flags])).status).not.toBe(0);
      expect(region.refused).not.toEqual([]);
    } finally {
      await region.close();
    }
    expect(differences(await treeDigest(ca), await treeDigest(restored))).toEqual([]);

    const refused = await sealstack(["backup", "--source", "step-ca", ca, ...second]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(`the stack takes no backups in ${SECOND}, only copies of them`);
  });

  it("restores it from another account that keeps the copies, by the same outputs", async () => {
    const vault = `
  lost-vault:
    preset: s3-replication-destination
    region: ${SECOND}
    accountId: "${KEEPER}"
    key: { alias: alias/lost-vault, preventDestroy: false }
    bucket: { preventDestroy: false }
    source:
      accountId: "${OWNER}"
      roleArn: arn:aws:iam::${OWNER}:role/kept-elsewhere-replication
      readerArns: ["arn:aws:iam::${OWNER}:role/kept-elsewhere-restorer"]
`;
    const { "lost-vault": kept } = await deployPreset(dir(), `stacks:${vault}`);
    const { bucket: to, key_arn: keyArn } = (kept?.outputs ?? {}) as Record<string, string>;
    const { "kept-elsewhere": stack } = await deployPreset(
      dir(),
      `stacks:${vault}
  kept-elsewhere:
    preset: etcd-ca-backup
    region: ${FIRST}
    accountId: "${OWNER}"
    key: { alias: alias/kept-elsewhere, preventDestroy: false, multiRegion: true, replicaRegions: [${SECOND}] }
    bucket:
      preventDestroy: false
      replica: { region: ${SECOND}, account: { id: "${KEEPER}", bucket: "${to}", keyArn: "${keyArn}" } }
`,
    );
    const { bucket = "" } = (stack?.outputs ?? {}) as Record<string, string>;
    const flags = ["--outputs", stack?.outputsFile ?? "", "--prefix", "step-ca/"];
    const [ca, restored] = [join(dir(), "ca"), join(dir(), "restored")];
    await writeStepCa(ca);
    const made = await as(OWNER, () => sealstack(["backup", "--source", "step-ca", ca, ...flags]));
    expect([made.status, made.stderr]).toEqual([0, ""]);
    expect(await replicate(bucket, to ?? "", KEEPER)).toBe(2);

    const region = await withoutRegion(FIRST);
    try {
      const back = await as(OWNER, () =>
        sealstack([
          "restore",
          "latest",
          restored,
          ...flags,
          "--region",
          SECOND,
          "--endpoint-url",
          region.url,
        ]),
      );
      expect([back.status, back.stderr]).toEqual([0, ""]);
      expect(region.refused).toEqual([]);
    } finally {
      await region.close();
    }
    expect(differences(await treeDigest(ca), await treeDigest(restored))).toEqual([]);
  });
});
