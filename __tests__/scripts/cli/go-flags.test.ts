import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withGoFlags } from "../../../scripts/cli/go-flags";
import { PluginProcess } from "../../helpers/kms-plugin/kms-plugin";
import { sealstack } from "../../helpers/processes/cli";
import { kmsEndpoint } from "../../helpers/servers/kms-endpoint";
import { useTempDir } from "../../helpers/temp-dir";

const ARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What the plugin makes of flags. */
async function configOf(...flags: string[]) {
  const { status, stdout, stderr } = await sealstack(["kms-plugin", "manifest", "config", ...flags], {
    env: {},
  });
  return status === 0 ? parse(stdout.toString()) : stderr;
}

describe("flags of a Go program", () => {
  const dir = useTempDir();

  it("are those of the original, with one dash as with two, and with a value behind = or a space", async () => {
    const flags = {
      key: ARN,
      region: "us-west-2",
      listen: "/var/run/kmsplugin/socket.sock",
      "health-port": ":8083",
      "healthz-path": "/h",
      "livez-path": "/l",
      "kms-endpoint": "https://kms.example.org",
      "qps-limit": "7",
      "burst-limit": "9",
      "retry-token-capacity": "0",
      "encryption-context": "a=b,c=d",
      "source-arn": "arn:aws:ec2:us-west-2:111122223333:instance/i-1",
      "health-kms-version": "v1",
    };
    const forms = ["-", "--"].flatMap((dash) => [
      Object.entries(flags).map(([name, value]) => `${dash}${name}=${value}`),
      Object.entries(flags).flatMap(([name, value]) => [`${dash}${name}`, value]),
    ]);
    const configs = await Promise.all(forms.map((form) => configOf(...form)));
    for (const config of configs) expect(config).toEqual(configs[0]);
    expect(configs[0]).toMatchObject({
      keys: {
        default: {
          key: ARN,
          listen: "/var/run/kmsplugin/socket.sock",
          encryptionContext: { a: "b", c: "d" },
          region: "us-west-2",
          kmsEndpoint: "https://kms.example.org",
          sourceArn: "arn:aws:ec2:us-west-2:111122223333:instance/i-1",
        },
      },
      healthPort: ":8083",
      healthzPath: "/h",
      livezPath: "/l",
      healthKmsVersion: "v1",
      qpsLimit: 7,
      burstLimit: 9,
      retryTokenCapacity: 0,
    });
  });

  it.each([
    [
      ["kms-plugin", "-debug"],
      ["kms-plugin", "--debug=true"],
    ],
    [
      ["kms-plugin", "--debug", "-key=k"],
      ["kms-plugin", "--debug=true", "--key=k"],
    ],
    [
      ["kms-plugin", "-debug=false"],
      ["kms-plugin", "--debug=false"],
    ],
    [
      ["kms-plugin", "-key", "k"],
      ["kms-plugin", "--key", "k"],
    ],
    [
      ["kms-plugin", "-key="],
      ["kms-plugin", "--key="],
    ],
    [
      ["kms-plugin", "-encryption-context=a=b\nc"],
      ["kms-plugin", "--encryption-context=a=b\nc"],
    ],
    [
      ["kms-plugin", "-help"],
      ["kms-plugin", "--help"],
    ],
    [
      ["kms-plugin", "-h"],
      ["kms-plugin", "-h"],
    ],
    [
      ["kms-plugin", "rotation", "plan", "-key=k"],
      ["kms-plugin", "rotation", "plan", "--key=k"],
    ],
    [
      ["--region", "kms-plugin", "kms-plugin", "-key=k"],
      ["--region", "kms-plugin", "kms-plugin", "--key=k"],
    ],
    [
      ["--json", "kms-plugin", "-key=k"],
      ["--json", "kms-plugin", "--key=k"],
    ],
    [
      ["kms-plugin", "-unknown=k"],
      ["kms-plugin", "-unknown=k"],
    ],
    [
      ["kms-plugin", "-"],
      ["kms-plugin", "-"],
    ],
    [
      ["kms-plugin", "--", "-key=k"],
      ["kms-plugin", "--", "-key=k"],
    ],
    [
      ["backup", "-key=k"],
      ["backup", "-key=k"],
    ],
    [
      ["backup", "kms-plugin", "-key=k"],
      ["backup", "kms-plugin", "-key=k"],
    ],
    [[], []],
  ])("%j are %j", (given, expected) => {
    expect(withGoFlags(given)).toEqual(expected);
  });

  it.each(["1", "t", "T", "TRUE", "true", "True"])("take %s for true", async (text) => {
    const debug = await sealstack(["kms-plugin", `-debug=${text}`], { env: {} });
    expect(debug.stderr).toContain("--key has 0 values"); // the flag was taken
  });

  it("fail where they are unknown, or say nothing of a boolean", async () => {
    for (const flag of ["-kee=x", "-k=x", "-debug=maybe"])
      expect(await sealstack(["kms-plugin", flag], { env: {} })).toMatchObject({ status: 2 });
  });

  it("start the pod of the original's guide unchanged", async () => {
    const wrapper = readFileSync(
      join(__dirname, "../../../docker/kms-plugin/aws-encryption-provider"),
      "utf8",
    );
    expect(wrapper).toMatch(/^#!\/nodejs\/bin\/node\n/); // where the image has it
    writeFileSync(join(dir(), "program.js"), wrapper.replace("/opt/sealstack/sealstack.js", "./print.js"));
    writeFileSync(join(dir(), "print.js"), "process.stdout.write(JSON.stringify(process.argv.slice(2)))");
    const pod = [`-key=${ARN}`, "-region=us-west-2", "-listen=/var/run/kmsplugin/socket.sock"];
    const { stdout } = spawnSync(process.execPath, [join(dir(), "program.js"), ...pod]);
    const [command, ...flags] = JSON.parse(stdout.toString()) as string[];
    expect(command).toBe("kms-plugin");
    const config = await configOf(...flags);
    expect(config).toMatchObject({ healthPort: ":8080", kmsV2Version: "v2beta1", healthzPath: "/healthz" });
    expect(config.keys.default).toMatchObject({
      key: ARN,
      region: "us-west-2",
      listen: "/var/run/kmsplugin/socket.sock",
    });
    expect(await configOf(...flags, "-health-port=:8083")).toMatchObject({ healthPort: ":8083" }); // of the kops guide
  });

  it("start the server itself", async () => {
    const kms = await kmsEndpoint();
    const { arn } = kms.createKey();
    const flags = [
      `-key=${arn}`,
      "-listen",
      join(dir(), "s"),
      `-kms-endpoint=${kms.url}`,
      "-region=eu-central-1",
      "-debug",
    ];
    const plugin = await PluginProcess.start(flags, {
      ...process.env,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    try {
      await plugin.logged("the key works");
      expect(await plugin.get("/readyz")).toMatchObject({ status: 200 });
    } finally {
      await plugin.end();
      await kms.close();
    }
  });
});
