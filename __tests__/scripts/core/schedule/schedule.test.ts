import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { cronTime } from "../../../../scripts/core/schedule/cron";
import { run } from "../../../../tools/run";
import { findTool } from "../../../../tools/system-packages";
import { sealstack } from "../../../helpers/cli";
import { describeIf } from "../../../helpers/describe-if";
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

  it("wakes four times in the shortest span, by the clock of each scheduler", async () => {
    expect((await print("systemd")).stdout).toContain("OnUnitInactiveSec=3600s\nRandomizedDelaySec=360s");
    expect((await print("systemd", "--every", "1d")).stdout).toContain("RandomizedDelaySec=3600s");
    expect((await print("cron")).stdout).toMatch(
      /^\d+ \* \* \* \* root \/usr\/bin\/sealstack run --quiet --config '.*a folder\/backup\.yaml'$/m,
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
