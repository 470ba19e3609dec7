import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
} from "@aws-sdk/client-kms";
import { parse } from "yaml";
import { emulatorEnvironment } from "../../tools/emulator/endpoint";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";
import { createBucket, type TestBucket } from "../helpers/buckets";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { type Play, type Played, Plays, type Variables, watchArguments } from "../helpers/hosts/ansible";
import { writeStepCa } from "../helpers/step-ca";

const SECRET_KEY = "AnsibleSecretAccessKey";
const PASSPHRASE = "correct horse 'battery' staple ${HOME}";

describe("the playbooks of the collection", () => {
  let home: string;
  let plays: Plays;
  let bucket: TestBucket;
  let timer: string;
  let kms: Variables;
  let symmetric: Variables;

  /** What a host has: a directory of its own for each thing. */
  const host = (name: string): Variables => ({
    step_ca_backup_hosts: "localhost",
    step_ca_backup_become: false,
    step_ca_backup_s3_bucket: bucket.name,
    step_ca_backup_s3_prefix: `${name}/`,
    step_ca_backup_path: join(home, "step-ca"),
    step_ca_backup_config_directory: join(home, name),
    step_ca_backup_unit_directory: join(home, name, "units"),
    step_ca_backup_environment: {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: emulatorEndpoint(),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      SEALSTACK_STATE_DIR: join(home, name, "state"),
    },
    step_ca_restore_environment: "{{ step_ca_backup_environment }}",
    step_ca_restore_path: join(home, name, "restored"),
    step_ca_restore_preserve_owner: process.getuid?.() === 0,
    step_ca_restore_record_directory: join(home, name, "records"),
    sealstack_npm_prefix: join(home, "npm"),
    sealstack_install_file: join(home, "cli.tgz"),
  });
  const backup = (variables: Variables): Play => ({ playbook: "backup-ca.yaml", variables });
  const both = (variables: Variables): readonly Play[] => [
    backup(variables),
    { playbook: "restore-ca.yaml", variables },
  ];
  const restore = (over: Variables, times = 1): Promise<Played> =>
    plays.play(Array(times).fill({ playbook: "restore-ca.yaml", variables: { ...kms, ...over } }));
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  /** But those that Ansible itself keeps. */
  const files = (): unknown[] =>
    readdirSync(home, { recursive: true }).filter((path) => !/^(ansible-tmp|site\.json)/.test(`${path}`));
  const told = (): string => readFileSync(timer, "utf8");

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "sealstack-ansible-"));
    [plays, bucket] = await Promise.all([Plays.install(home), createBucket()]);
    timer = plays.fakeSystemctl("step-ca");
    const { KeyMetadata } = await testClients().kms.send(new CreateKeyCommand({}));
    await writeStepCa(join(home, "step-ca"));
    const packed = await mustRun(
      "npm",
      ["pack", "--workspace", "scripts", "--ignore-scripts", "--json", "--pack-destination", home],
      { cwd: REPO_ROOT },
    );
    const [{ filename }] = JSON.parse(packed.stdout);
    await mustRun("mv", [join(home, filename), join(home, "cli.tgz")]);
    for (const name of ["kms", "symmetric"]) mkdirSync(join(home, name, "units"), { recursive: true });
    kms = {
      ...host("kms"),
      step_ca_backup_encryption_method: "aws-kms",
      step_ca_backup_kms_key_id: KeyMetadata?.Arn,
      step_ca_backup_options: { compression: "none" },
    };
    symmetric = {
      ...host("symmetric"),
      step_ca_backup_encryption_method: "symmetric",
      step_ca_backup_passphrase: PASSPHRASE,
      step_ca_backup_scheduler: "none",
    };
  }, 300_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("in check mode change nothing and show no secret, on a host that has nothing", async () => {
    const before = files();
    const { status, stdout, stderr, changed } = await plays.play(both(symmetric), [
      "--check",
      "--diff",
      "-vvv",
    ]);
    expect(`${status} ${stderr}`).toBe("0 ");
    expect(changed).toBeGreaterThan(0);
    expect(files()).toEqual(before);
    expect(stdout).not.toContain(SECRET_KEY);
    expect(stdout).not.toContain("battery");
    expect(await bucket.keys()).toEqual([]);
  }, 300_000);

  it("install, configure, back up and restore, with a key and with a passphrase, and show no secret", async () => {
    const seen = watchArguments();
    const { status, stdout, stderr } = await plays.play(
      [backup(kms), ...both(symmetric)],
      ["--diff", "-vvv"],
    );
    const argv = seen();
    expect(`${status} ${stderr} ${status === 0 ? "" : stdout}`).toBe("0  ");
    expect(argv).toContain(`--passphrase-file ${join(home, "tmp")}`);
    for (const text of [stdout, argv]) {
      expect(text).not.toContain(SECRET_KEY);
      expect(text).not.toContain("battery");
    }
    for (const file of ["kms/backup.yaml", "kms/environment", "symmetric/backup.yaml"])
      expect(mode(join(home, file))).toBe("600");
    await mustRun("diff", ["-r", join(home, "step-ca"), join(home, "symmetric/restored")]);
    expect(mode(join(home, "symmetric/restored"))).toBe("700");
    expect(mode(join(home, "symmetric/passphrase"))).toBe("600");
    expect(parse(readFileSync(join(home, "kms/backup.yaml"), "utf8")).targets["step-ca"]).toMatchObject({
      key: kms.step_ca_backup_kms_key_id,
      compression: "none",
    });
    expect((await bucket.keys()).filter((key) => /\.(kms|age)$/.test(key))).toEqual([
      expect.stringMatching(/^kms\/step-ca-\d{8}T\d{6}Z\.tar\.kms$/),
      expect.stringMatching(/^symmetric\/step-ca-\d{8}T\d{6}Z\.tar\.gz\.age$/),
    ]);
    expect(readFileSync(join(home, "kms/units/sealstack.service"), "utf8")).toContain(
      `ExecStart=${join(home, "npm/bin/sealstack")} run --config ${join(home, "kms/backup.yaml")}\n`,
    );
    expect(readFileSync(join(home, "kms/units/sealstack.service.d/environment.conf"), "utf8")).toContain(
      `EnvironmentFile=-${join(home, "kms/environment")}\n`,
    );
    expect(readdirSync(join(home, "symmetric/units"))).toEqual([]);
    expect(told()).toBe("start step-ca\ndaemon-reload\nenable sealstack.timer\nstart sealstack.timer\n");
    expect(readdirSync(join(home, "tmp"))).toEqual([]);
  }, 300_000);

  it("change nothing the second time", async () => {
    const before = { keys: await bucket.keys(), told: told() };
    const { status, stdout, changed } = await plays.play([backup(kms), ...both(symmetric).slice(1)]);
    expect(`${status} ${changed} ${status === 0 && changed === 0 ? "" : stdout}`).toBe("0 0 ");
    expect({ keys: await bucket.keys(), told: told() }).toEqual(before);
  }, 300_000);

  it("restore over nothing that is there, unless told, and then keep it", async () => {
    const taken = { step_ca_restore_path: `${join(home, "taken")}/` };
    mkdirSync(join(home, "taken"));
    writeFileSync(join(home, "taken", ".hidden"), "precious");
    const refused = await restore(taken);
    expect(refused.status).toBe(2);
    expect(refused.stdout + refused.stderr).toContain(
      `${join(home, "taken")} holds what this role did not restore, and latest was asked for`,
    );
    expect(readdirSync(join(home, "taken"))).toEqual([".hidden"]);
    const replace = { ...taken, step_ca_restore_replace: "true", step_ca_restore_service: "step-ca" };
    const replaced = await restore(replace, 2);
    expect(`${replaced.status} ${replaced.status === 0 ? "" : replaced.stdout}`).toBe("0 ");
    await mustRun("diff", ["-r", join(home, "step-ca"), join(home, "taken")]);
    const aside = readdirSync(home).filter((name) => name.startsWith("taken.replaced-"));
    expect(aside.map((name) => readFileSync(join(home, name, ".hidden"), "utf8"))).toEqual(["precious"]);
    expect(told()).toMatch(/\nstop step-ca\nstart step-ca\n$/);
    expect(readdirSync(home).filter((name) => /taken\.|^\.taken/.test(name))).toEqual(aside);
  }, 300_000);

  it("make the key once, by the same statements as the stack, and print what a vault is to hold", async () => {
    const alias = `alias/${bucket.name}`;
    const role = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;
    const { step_ca_backup_s3_bucket } = kms;
    const setUp = {
      playbook: "setup-kms.yaml",
      variables: {
        ...{ step_ca_backup_s3_bucket, step_ca_backup_kms_alias: alias },
        step_ca_backup_kms_program: join(REPO_ROOT, "scripts/sealstack.js"),
        step_ca_backup_kms_principal: role("ca"),
        step_ca_backup_kms_restorers: [role("restorer")],
        step_ca_backup_kms_administrators: [role("admin")],
      },
    };
    const aws = emulatorEnvironment(emulatorEndpoint());
    const { kms: client } = testClients();
    expect((await plays.play([setUp], ["--check"], aws)).changed).toBe(1);
    await expect(client.send(new DescribeKeyCommand({ KeyId: alias }))).rejects.toThrow();
    const { status, stdout, changed } = await plays.play([setUp, setUp], [], aws);
    expect(`${status} ${changed} ${status === 0 ? "" : stdout}`).toBe("0 1 ");
    const { KeyMetadata: { Arn = "" } = {} } = await client.send(new DescribeKeyCommand({ KeyId: alias }));
    expect(stdout).toContain(`"step_ca_backup_kms_key_id": "${Arn}"`);
    expect(stdout).toContain('"Sid": "WriterEnvelope"');
    expect(await client.send(new GetKeyRotationStatusCommand({ KeyId: Arn }))).toMatchObject({
      KeyRotationEnabled: true,
    });
    const { Policy = "" } = await client.send(new GetKeyPolicyCommand({ KeyId: Arn, PolicyName: "default" }));
    expect(JSON.parse(Policy).Statement.map(({ Sid }: { Sid: string }) => Sid)).toContain("RestorerEnvelope");
  }, 300_000);

  it("fail before anything is written, where what belongs together is missing", async () => {
    const variables = {
      ...symmetric,
      ...{ step_ca_backup_passphrase: "", step_ca_backup_config_directory: join(home, "new") },
    };
    const { status, stdout, stderr } = await plays.play([backup(variables)]);
    expect(status).toBe(2);
    expect(stdout + stderr).toContain(`there is no ${join(home, "new/passphrase")} on the host`);
    expect(readdirSync(home)).not.toContain("new");
  }, 300_000);

  it("install no configuration that sealstack does not take", async () => {
    const file = join(home, "kms/backup.yaml");
    const before = readFileSync(file, "utf8");
    const { status, stdout, stderr } = await plays.play([
      backup({ ...kms, step_ca_backup_options: { nope: 1 } }),
    ]);
    expect(status).toBe(2);
    expect(stdout + stderr).toContain("targets.step-ca.nope: unknown key");
    expect(readFileSync(file, "utf8")).toBe(before);
  }, 300_000);
});
