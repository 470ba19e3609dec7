import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { configOfFile } from "../../../../scripts/kms-plugin/settings/config-file";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1";
const FILE = `
keys:
  main:
    key: ${ARN}
    listen: /var/run/kmsplugin/main.sock
    encryptionContext: { cluster: prod }
    previous: ["${ARN}0"]
    replicas: [${ARN.replace("central", "west")}]
  old: { key: alias/old, listen: /run/old/old.sock, region: us-east-1 }
healthPort: ":9090"
socketGroup: "1001"
kmsV2Version: v2beta1
`;

describe("kms-plugin manifest", () => {
  const folder = useTempDir();
  const run = async (what: string, ...argv: readonly string[]) => {
    const file = join(folder(), "plugin.yaml");
    writeFileSync(file, FILE);
    const ran = await sealstack(["kms-plugin", "manifest", what, "--config", file, ...argv], { env: {} });
    expect(ran.stderr).toBe("");
    return ran.stdout.toString();
  };

  it("prints a configuration that means the same", async () => {
    const place = { region: undefined, endpoint: undefined };
    const printed = configOfFile(await run("config"), "printed", {}, place);
    expect(printed).toEqual(configOfFile(FILE, "file", {}, place));
  });

  it("prints a static pod that reaches the host's network, sockets and configuration, and whose probes ask loopback", async () => {
    const pod = parse(await run("static-pod", "--config-path", "/etc/k.yaml", "--image", "example/kms:1"));
    const [container] = pod.spec.containers;
    expect(pod.spec).toMatchObject({ hostNetwork: true, priorityClassName: "system-node-critical" });
    expect(container).toMatchObject({
      image: "example/kms:1",
      imagePullPolicy: "IfNotPresent",
      args: ["kms-plugin", "--config", "/etc/k.yaml"],
      livenessProbe: { httpGet: { host: "127.0.0.1", port: 9090, path: "/livez" } },
      readinessProbe: { httpGet: { host: "127.0.0.1", port: 9090, path: "/readyz" } },
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"], add: ["CHOWN"] } },
    });
    expect(container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
      "/etc/k.yaml",
      "/var/run/kmsplugin",
      "/run/old",
    ]);
    expect(pod.spec.volumes.map(({ name }: { name: string }) => name)).toEqual(
      container.volumeMounts.map(({ name }: { name: string }) => name),
    );
  });

  it.each([
    ["0.0.0.0:8080", "127.0.0.1"],
    ["10.0.0.7:8080", "10.0.0.7"],
    ["[::1]:8080", "::1"],
  ])("prints probes that reach a health server at %s", async (address, host) => {
    const pod = parse(await run("static-pod", "--image", "x", "--health-port", address));
    const { livenessProbe, readinessProbe } = pod.spec.containers[0];
    expect([livenessProbe.httpGet.host, readinessProbe.httpGet.host]).toEqual([host, host]);
  });

  it.each<[string, string, readonly string[]]>([
    ["a pod without an image", "give --image", ["static-pod"]],
    [
      "a pod whose probes have no port",
      "give --health-port",
      ["static-pod", "--image", "x", "--health-port", "127.0.0.1:0"],
    ],
    [
      "a group by name, which the image does not know",
      "the group's number",
      ["static-pod", "--image", "x", "--socket-group", "etcd"],
    ],
    [
      "one name for two providers",
      "takes each once",
      ["encryption-configuration", "--v1-provider-name", "default"],
    ],
    ["a name with a colon", "without ':'", ["encryption-configuration", "--provider-name", "arn:aws"]],
  ])("fails on %s", async (_what, hint, argv) => {
    const { status, stderr } = await sealstack(["kms-plugin", "manifest", ...argv, "--key", ARN], {
      env: {},
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(hint) });
  });

  it("prints an EncryptionConfiguration with v2 first, and v1 with a cache size where asked for", async () => {
    const text = await run(
      "encryption-configuration",
      "--provider-name",
      "aws",
      "--v1-provider-name",
      "before",
      "--resources",
      "secrets,configmaps",
    );
    expect(text).toMatch(/^# KMS v1 is off.*--feature-gates=KMSv1=true/);
    expect(parse(text)).toEqual({
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "EncryptionConfiguration",
      resources: [
        {
          resources: ["secrets", "configmaps"],
          providers: [
            {
              kms: {
                apiVersion: "v2",
                name: "aws",
                endpoint: "unix:///var/run/kmsplugin/main.sock",
                timeout: "3s",
              },
            },
            { kms: { apiVersion: "v2", name: "old", endpoint: "unix:///run/old/old.sock", timeout: "3s" } },
            {
              kms: {
                apiVersion: "v1",
                name: "before",
                endpoint: "unix:///var/run/kmsplugin/main.sock",
                cachesize: 1_000,
                timeout: "3s",
              },
            },
            { identity: {} },
          ],
        },
      ],
    });
  });

  it("prints a systemd unit that starts before the kubelet", async () => {
    const unit = await run("systemd-unit", "--program", "/opt/sealstack");
    expect(unit).toContain("ExecStart=/opt/sealstack kms-plugin --config /etc/kubernetes/kms-plugin.yaml\n");
    expect(unit).toContain("Before=kubelet.service\n");
    expect(unit).toContain("install -d -m 0750 -g 1001 /var/run/kmsplugin /run/old\n"); // who may open the socket must get there
    const odd = await run("systemd-unit", "--program", "/opt/my tools/100%", "--config-path", "/etc/$k.yaml");
    expect(odd).toContain('ExecStart="/opt/my tools/100%%" kms-plugin --config /etc/$$k.yaml\n');
  });

  it("takes the keys from a stack's outputs, without an ARN being copied", async () => {
    const outputs = join(folder(), "outputs.json");
    const kms_plugin = { region: "eu-central-1", keys: { k8s: { key: ARN, listen: "/run/k.sock" } } };
    writeFileSync(outputs, JSON.stringify({ k8s: { kms_plugin } }));
    const { stdout } = await sealstack(["kms-plugin", "manifest", "config", "--outputs", outputs], {
      env: {},
    });
    expect(parse(stdout.toString()).keys).toEqual({
      k8s: { key: ARN, listen: "/run/k.sock", region: "eu-central-1" },
    });
  });

  it("fails on what it does not know", async () => {
    const { status, stderr } = await sealstack(["kms-plugin", "manifest", "helm", "--key", ARN], { env: {} });
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("static-pod") });
  });
});
