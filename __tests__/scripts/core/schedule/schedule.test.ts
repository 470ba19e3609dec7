import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { cronTime } from "../../../../scripts/core/schedule/cron";
import { findTool } from "../../../../tools/fetched/system-packages";
import { run } from "../../../../tools/processes/run";
import { describeIf } from "../../../helpers/describe-if";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const YAML = `metricsFile: /run/metrics/sealstack.prom
targets:
  etcd: { source: etcd, prefix: etcd/, every: 6h }
  ca: { source: step-ca, path: /etc/step-ca, prefix: step-ca/ }
`;

describe("sealstack schedule print", () => {
  const dir = useTempDir();
  const config = (text = YAML): string => {
    const file = join(dir(), "a folder", "backup.yaml");
    mkdirSync(join(dir(), "a folder"), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const print = async (...argv: string[]) => {
    const { status, stdout, stderr } = await sealstack(["schedule", "print", ...argv, "--config", config()], {
      env: {},
    });
    return { status, stdout: stdout.toString(), stderr };
  };

  it("lets a unit write where metrics go, and a pod read what says whom to tell", async () => {
    const config = (yaml: string): string => {
      const file = join(dir(), "told.yaml");
      writeFileSync(file, yaml, { mode: 0o600 });
      return file;
    };
    const target = "{ path: /data, prefix: x/, notify: { ping: { urlFile: /etc/ping } } }";
    const told = config(`
metricsFile: /run/metrics/sealstack.prom
cloudwatch: { to: /var/log/sealstack/emf.log }
targets: { files: ${target} }`);
    const unit = await sealstack(["schedule", "print", "systemd", "--config", told], { env: {} });
    expect(unit.stdout.toString()).toContain("ReadWritePaths=-/run/metrics -/var/log/sealstack\n");
    const agent = config(`cloudwatch: { to: "tcp://127.0.0.1:25888" }\ntargets: { files: ${target} }`);
    expect(
      (await sealstack(["schedule", "print", "systemd", "--config", agent], { env: {} })).stdout.toString(),
    ).not.toContain("ReadWritePaths");
    const pod = await sealstack(["schedule", "print", "kubernetes", "--image", "i", "--config", agent], {
      env: {},
    });
    expect(pod.stdout.toString()).toMatch(/mountPath: "?\/etc\/ping"?\n\s+readOnly: true/);
  });

  it("wakes four times in the shortest span, by the clock of each scheduler", async () => {
    expect((await print("systemd")).stdout).toContain("OnUnitInactiveSec=3600s\nRandomizedDelaySec=360s");
    expect((await print("systemd", "--every", "1d")).stdout).toContain("RandomizedDelaySec=3600s");
    expect((await print("cron")).stdout).toMatch(
      /^\d+ \* \* \* \* root said=\$\(\/usr\/bin\/sealstack run --quiet --config '.*a folder\/backup\.yaml'\) \|\| echo "\$said"$/m,
    );
  });

  it("prints objects of Kubernetes with a token that AWS takes, and without rights", async () => {
    const { stdout } = await print(
      "kubernetes",
      "--image",
      "example/sealstack",
      "--role-arn",
      "arn:aws:iam::111122223333:role/w",
    );
    const objects = parseAllDocuments(stdout).map((document) => document.toJS());
    expect(objects.map(({ kind }) => kind)).toEqual([
      "ServiceAccount",
      "ConfigMap",
      "PersistentVolumeClaim",
      "CronJob",
    ]);
    expect(objects[1].data["backup.yaml"]).toBe(YAML);
    const pod = objects[3].spec.jobTemplate.spec.template.spec;
    const { serviceAccountToken } = pod.volumes.find(({ name }: { name: string }) => name === "aws-token")
      .projected.sources[0];
    expect(serviceAccountToken).toEqual({
      audience: "sts.amazonaws.com",
      expirationSeconds: 86400,
      path: "token",
    });
    const [container] = pod.containers;
    expect(container.env).toContainEqual({
      name: "AWS_WEB_IDENTITY_TOKEN_FILE",
      value: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(container.volumeMounts).toContainEqual({
      name: "source-0",
      mountPath: "/etc/step-ca",
      readOnly: true,
    });
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name);
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
    expect(objects[3].spec.concurrencyPolicy).toBe("Forbid");
  });

  it("lets the pod write metrics where the node's own programs read them", async () => {
    const printed = async (to: string, cloudwatch = "") => {
      const file = config(`metricsFile: ${to}\n${cloudwatch}\ntargets: { a: { path: /a, prefix: a/ } }\n`);
      const argv = ["schedule", "print", "kubernetes", "--image", "i", "--config", file];
      const { status, stdout, stderr } = await sealstack(argv, { env: {} });
      const pod = parseAllDocuments(stdout.toString())
        .map((document) => document.toJS())
        .at(-1)?.spec.jobTemplate.spec.template.spec;
      return { status, stdout: stdout.toString(), stderr, pod };
    };
    const { stdout, pod } = await printed("'/var/lib/node exporter/a.prom'", "cloudwatch: { to: /emf/log }");
    expect(pod.containers[0].volumeMounts).toEqual(
      expect.arrayContaining([
        { name: "metrics-0", mountPath: "/var/lib/node exporter" },
        { name: "metrics-1", mountPath: "/emf" },
      ]),
    );
    expect(pod.volumes).toEqual(
      expect.arrayContaining([
        { name: "metrics-0", hostPath: { path: "/var/lib/node exporter", type: "DirectoryOrCreate" } },
        { name: "metrics-1", hostPath: { path: "/emf", type: "DirectoryOrCreate" } },
      ]),
    );
    expect(stdout).toContain(`#   install -d -o ${pod.securityContext.runAsUser} '/var/lib/node exporter'\n`);
    for (const own of ["/var/lib/sealstack/a.prom", "/tmp/a.prom"]) {
      const { stdout, pod } = await printed(own);
      const paths = pod.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
      expect(new Set(paths).size).toBe(paths.length);
      expect(stdout).not.toContain("# Metrics");
    }
    expect(await printed("/a.prom")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("in the root of the file system"),
    });
  });

  it.each([
    ["targets: { t: { source: etcd, prefix: x/ } }", true],
    ['targets: { t: { source: etcd, prefix: x/, etcd: { endpoints: "https://127.0.0.1:2379" } } }', true],
    ['targets: { t: { source: etcd, prefix: x/, etcd: { endpoints: "https://[::1]:2379" } } }', true],
    ['targets: { t: { source: etcd, prefix: x/, etcd: { endpoints: "https://etcd.example:2379" } } }', false],
    ["targets: { t: { path: /localhost, prefix: x/ } }", false],
    ['cloudwatch: { to: "tcp://localhost:25888" }\ntargets: { t: { path: /a, prefix: x/ } }', true],
    ["cloudwatch: { to: stderr }\ntargets: { t: { path: /a, prefix: x/ } }", false],
  ])(
    "gives the pod the node's network where something is asked at the node's own address: %s",
    async (yaml, expected) => {
      const argv = ["schedule", "print", "kubernetes", "--image", "i", "--config", config(`${yaml}\n`)];
      const text = (await sealstack(argv, { env: {} })).stdout.toString();
      const { spec } = parseAllDocuments(text).at(-1)?.toJS().spec.jobTemplate.spec.template ?? {};
      expect([spec.hostNetwork, spec.dnsPolicy]).toEqual(
        expected ? [true, "ClusterFirstWithHostNet"] : [undefined, undefined],
      );
      expect(text.includes("has the node's network")).toBe(expected);
    },
  );

  it("prints no line for cron that would mail metrics", async () => {
    const file = config("cloudwatch: { to: stderr }\ntargets: { a: { path: /a, prefix: a/ } }\n");
    const refused = await sealstack(["schedule", "print", "cron", "--config", file], { env: {} });
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining("which cron mails")]);
  });

  it("gives the pod the outputs that targets name, and the files of the node", async () => {
    const outputs = join(dir(), "a folder", "outputs.json");
    const yaml = `defaults: { outputs: outputs.json }
targets:
  etcd: { source: etcd, prefix: etcd/, etcd: { key: /etc/etcd/client.key } }
  ca: { path: /etc/step-ca, prefix: step-ca/, outputs: ${join(dir(), "a folder", "outputs.json")} }
`;
    const asked = async () => {
      const argv = ["schedule", "print", "kubernetes", "--image", "i", "--config", config(yaml)];
      return sealstack(argv, { env: {} });
    };
    const refused = await asked();
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringContaining(`the outputs file ${outputs} cannot be read`),
    ]);
    writeFileSync(outputs, '{ "stack": {} }');
    const objects = parseAllDocuments((await asked()).stdout.toString()).map((document) => document.toJS());
    const secret = objects.find(({ kind }) => kind === "Secret");
    expect(secret.stringData).toEqual({ "outputs-0.json": '{ "stack": {} }' });
    const pod = objects.at(-1).spec.jobTemplate.spec.template.spec;
    const { volumeMounts, args } = pod.containers[0];
    const at = (name: string) => volumeMounts.find((mount: { name: string }) => mount.name === name);
    expect(at("outputs")).toMatchObject({ mountPath: outputs, subPath: "outputs-0.json" });
    expect(at("config").mountPath).toBe(args[2]);
    expect(volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(
      expect.arrayContaining(["/etc/step-ca", "/etc/etcd/client.key"]),
    );
    const volumes = pod.volumes.map(({ name }: { name: string }) => name);
    for (const { name } of volumeMounts) expect(volumes).toContain(name);
  });

  it.each([
    ["true", "", ""],
    ["false", "what it says 100%\n", ""],
    ["echo careful >&2", "", "careful\n"],
    ["echo why >&2; false", "what it says 100%\n", "why\n"],
  ])("has a line for cron that mails warnings, and all of what failed: %s", async (end, said, warned) => {
    const program = join(dir(), "a 50% program");
    writeFileSync(program, `#!/bin/sh\necho "what it says 100%"\n${end}\n`, { mode: 0o755 });
    const { stdout } = await print("cron", "--program", program);
    const [, line = ""] = / root (.*)$/m.exec(stdout) ?? [];
    // As cron does it: an escaped % is one, another would end the command.
    expect(line.replaceAll("\\%", "")).not.toContain("%");
    const ran = await run("sh", ["-c", line.replaceAll("\\%", "%")]);
    expect(ran).toMatchObject({ status: 0, stdout: said, stderr: warned });
  });

  it.each([
    [["kubernetes"], 2, "no image is given, and none is published"],
    [["launchd"], 2, "there is no scheduler 'launchd'"],
    [["systemd", "--every", "often"], 2, "--every must be a span such as 15m, 6h or 1d, got 'often'"],
    [["cron", "--every", "7h"], 2, "cron cannot do something every 420 minutes"],
  ])("refuses %j", async (argv, status, message) => {
    const refused = await print(...argv);
    expect(refused).toMatchObject({ status, stdout: "" });
    expect(refused.stderr).toContain(message);
  });

  it.each([
    [60, /^\* \* \* \* \*$/],
    [300, /^[0-4]-59\/5 \* \* \* \*$/],
    [3600, /^[0-5]?\d \* \* \* \*$/],
    [21_600, /^[0-5]?\d [0-5]-23\/6 \* \* \*$/],
    [86_400, /^[0-5]?\d (1?\d|2[0-3]) \* \* \*$/],
    [7 * 86_400, /^[0-5]?\d (1?\d|2[0-3]) \* \* \*$/],
  ])("has words of cron for %d seconds, which differ from host to host", (seconds, pattern) => {
    const all = Array.from({ length: 40 }, (_, host) => cronTime(seconds, `host-${host}`));
    for (const text of all) expect(text).toMatch(pattern);
    expect(cronTime(seconds, "host-1")).toBe(all[1]);
    expect(new Set(all).size).toBeGreaterThan(seconds === 60 ? 0 : 3);
  });

  describeIf(
    findTool("systemd-analyze") !== undefined,
    "install systemd to check units",
    "in systemd's own words",
    () => {
      it("is valid, and exposes little", async () => {
        const out = join(dir(), "units");
        expect(await print("systemd", "--program", "/bin/true", "--out", out)).toMatchObject({ status: 0 });
        const units = ["sealstack.service", "sealstack.timer"].map((name) => join(out, name));
        expect(statSync(units[0] ?? "").mode & 0o777).toBe(0o644);
        expect(readFileSync(units[0] ?? "", "utf8")).toContain('a folder/backup.yaml"');
        expect(await run("systemd-analyze", ["verify", ...units])).toMatchObject({ status: 0, stderr: "" });
        const security = await run("systemd-analyze", [
          "security",
          "--offline=true",
          "--threshold=19",
          units[0] ?? "",
        ]);
        expect(security.stdout).toMatch(/Overall exposure level for sealstack\.service: 1\.\d/);
        // What is there is not written over.
        expect(await print("systemd", "--out", out)).toMatchObject({ status: 4 });
      });
    },
  );
});
