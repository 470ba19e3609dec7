import { createHash } from "node:crypto";
import { metricSamples } from "../../../../scripts/kms-plugin/rotation/metric-samples";
import { startPlugin, stopPluginsAfterEach } from "../../../helpers/kms-plugin/kms-plugin-in-process";
import { sealstack } from "../../../helpers/processes/cli";
import { type KmsEndpoint, kmsEndpoint } from "../../../helpers/servers/kms-endpoint";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/a";
const NEW = "arn:aws:kms:eu-central-1:111122223333:key/b";

interface Step {
  readonly title: string;
  readonly commands: readonly string[];
}

describe("kms-plugin rotation plan", () => {
  const plan = async (...argv: readonly string[]): Promise<readonly Step[]> => {
    const ran = await sealstack(["kms-plugin", "rotation", "plan", "--json", ...argv], { env: {} });
    expect(ran.stderr).toBe("");
    return JSON.parse(ran.stdout.toString()).steps;
  };

  it("of a new key lets every node read it before any writes with it, and keeps the old one readable", async () => {
    const steps = await plan("--key", ARN, "--to", NEW);
    expect(steps.map(({ commands }) => commands[0]?.replace(/^.*: key: /, ""))).toMatchObject([
      `${ARN}, previous: [${NEW}]`,
      `${NEW}, previous: [${ARN}]`,
      expect.stringContaining("rotation status"),
      expect.stringContaining("kubectl replace"),
      expect.stringContaining("--apiserver-metrics"),
      `${NEW}, previous: []`,
    ]);
  });

  it("of the material changes no configuration, and names no alias to a call that takes none", async () => {
    const [first, ...others] = await plan("--key", "alias/x");
    expect(first?.commands).toEqual([
      'aws kms rotate-key-on-demand --key-id "$(aws kms describe-key --key-id alias/x --query KeyMetadata.Arn --output text)"',
    ]);
    expect(others).toHaveLength(3);
  });

  it("is safe to copy, whatever the key is called", async () => {
    const [first] = await plan("--key", "alias/x;reboot");
    expect(first?.commands[0]).toContain("describe-key --key-id 'alias/x;reboot' --query");
  });

  it("of two configured keys is the procedure of two providers", async () => {
    const steps = await plan("--key", `${ARN},${NEW}`, "--listen", "/a,/b", "--to", "key-2");
    const orders = steps.flatMap(({ commands }) => commands.filter((command) => command.startsWith("# Enc")));
    expect(orders.map((order) => order.match(/key-\d/g))).toEqual([
      ["key-1", "key-2"],
      ["key-2", "key-1"],
      ["key-2"],
    ]);
  });
});

describe("kms-plugin rotation status", () => {
  let kms: KmsEndpoint;
  beforeEach(async () => {
    kms = await kmsEndpoint();
  });
  stopPluginsAfterEach();
  afterEach(() => kms.close());

  const MINUTE = 60_000;
  const status = async (urls: readonly string[], afterMs: number, stdin?: string) => {
    const argv = ["kms-plugin", "rotation", "status", "--json"];
    for (const url of urls) argv.push("--instance", url);
    const ran = await sealstack([...argv, ...(stdin === undefined ? [] : ["--apiserver-metrics", "-"])], {
      env: {},
      stdin: Buffer.from(stdin ?? ""),
      now: () => new Date(Date.now() + afterMs),
    });
    expect(ran.stderr).toBe("");
    return JSON.parse(ran.stdout.toString()).keys[0];
  };

  it("says when storage may be written anew, and not while nodes disagree", async () => {
    const a = kms.createKey();
    const b = kms.createKey();
    const first = await startPlugin(kms.url, { keys: [{ key: a.arn }] });
    const second = await startPlugin(kms.url, { keys: [{ key: a.arn }] });
    const third = await startPlugin(kms.url, { keys: [{ key: b.arn }] });
    for (const { v2 } of [first, second, third]) await v2.status();
    expect(await status([first.url, second.url], 8 * MINUTE)).toMatchObject({
      healthy: true,
      keyIds: [(await first.v2.status()).keyId],
      migrationSafe: false, // 3 + 5 minutes and the 30 seconds between two checks
    });
    expect(await status([first.url, second.url], 8.6 * MINUTE)).toMatchObject({ migrationSafe: true });
    const disagreeing = await status([first.url, third.url], 60 * MINUTE);
    expect(disagreeing).toMatchObject({ migrationSafe: false, keyIds: { length: 2 } });
    expect(disagreeing).not.toHaveProperty("migrationSafeAt");
  });

  it("finds what an API server still reads with an old key_id", async () => {
    const plugin = await startPlugin(kms.url, { keys: [{ key: kms.createKey().arn }] });
    const { keyId } = await plugin.v2.status();
    const hash = (id: string) => `sha256:${createHash("sha256").update(id).digest("hex")}`;
    const labels = (id: string) =>
      `{apiserver_id_hash="sha256:0",key_id_hash="${hash(id)}",provider_name="aws",transformation_type="from_storage"}`;
    const metrics = [
      "# HELP apiserver_envelope_encryption_key_id_hash_total x",
      `apiserver_envelope_encryption_key_id_hash_total${labels(keyId)} 7`,
      `apiserver_envelope_encryption_key_id_hash_total${labels("old")} 2`,
      `apiserver_envelope_encryption_key_id_hash_last_timestamp_seconds${labels("old")} 1.7e+09`,
    ].join("\n");
    expect((await status([plugin.url], 0, metrics)).staleReads).toEqual([
      { provider: "aws", keyIdHash: hash("old"), last: new Date(1_700_000_000_000).toISOString() },
    ]);
    expect((await status([plugin.url], 0, metrics.replaceAll(hash("old"), hash(keyId)))).staleReads).toEqual(
      [],
    );
  });

  it("fails where no plugin answers", async () => {
    const ran = await sealstack(["kms-plugin", "rotation", "status", "--instance", "http://127.0.0.1:1"], {
      env: {},
    });
    expect(ran.status).toBe(12);
    expect(ran.stderr).toContain("--instance");
  });
});

describe("metric samples", () => {
  it("are read with escapes, exponents and without labels", () => {
    expect(
      metricSamples('# TYPE a counter\na 1\nb{x="q\\"\\\\\\n",y="2"} 1.5e+3 1700000000\n\nbad line here\n'),
    ).toEqual([
      { name: "a", labels: {}, value: 1 },
      { name: "b", labels: { x: 'q"\\\n', y: "2" }, value: 1_500 },
    ]);
  });
});
