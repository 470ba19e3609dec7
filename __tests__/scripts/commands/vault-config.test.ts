import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { sealstack } from "../../helpers/processes/cli";
import { useTempDir } from "../../helpers/temp-dir";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const WRITER = "arn:aws:iam::111122223333:role/etcd-ca-backup-writer";
const VARIABLES = {
  step_ca_backup_encryption_method: "kms",
  step_ca_backup_kms_key_id: KEY,
  step_ca_backup_s3_bucket: "backups",
  step_ca_backup_s3_prefix: "step-ca/",
  step_ca_backup_kms_principal: WRITER,
};

describe("vault-config", () => {
  const dir = useTempDir();
  const outputs = (): string[] => {
    const file = join(dir(), "outputs.json");
    writeFileSync(
      file,
      JSON.stringify({ stack: { key_arn: KEY, bucket: "backups", ansible_vault: VARIABLES } }),
    );
    return ["--outputs", file];
  };
  const run = (...argv: string[]) => sealstack(["vault-config", ...argv], { env: {} });

  it("prints the stack's variables as YAML, and as JSON", async () => {
    expect(parse((await run(...outputs())).stdout.toString())).toEqual(VARIABLES);
    expect(JSON.parse((await run("--json", ...outputs())).stdout.toString())).toEqual(VARIABLES);
  });

  it("prefers what is given by hand", async () => {
    const { stdout } = await run(...outputs(), "--prefix", "etcd-default", "--principal", "someone");
    expect(parse(stdout.toString())).toEqual({
      ...VARIABLES,
      step_ca_backup_s3_prefix: "etcd-default/",
      step_ca_backup_kms_principal: "someone",
    });
  });

  it("needs no outputs file when everything is given", async () => {
    const flags = ["--key", KEY, "--bucket", "backups", "--prefix", "step-ca/", "--principal", WRITER];
    expect(parse((await run(...flags)).stdout.toString())).toEqual(VARIABLES);
  });

  it("names no key in passphrase mode", async () => {
    const { stdout } = await run(...outputs(), "--passphrase-file", "/run/secrets/passphrase");
    expect(parse(stdout.toString())).toEqual({
      step_ca_backup_encryption_method: "symmetric",
      step_ca_backup_s3_bucket: "backups",
      step_ca_backup_s3_prefix: "step-ca/",
    });
  });

  it("fails naming every variable without a value", async () => {
    const ran = await run("--bucket", "backups");
    expect(ran).toMatchObject({ status: 2, stdout: Buffer.alloc(0) });
    expect(ran.stderr).toContain(
      "no value for: step_ca_backup_kms_key_id, step_ca_backup_s3_prefix, step_ca_backup_kms_principal",
    );
  });

  it("fails on an outputs file that is missing", async () => {
    expect(await run("--outputs", join(dir(), "none"))).toMatchObject({ status: 2 });
  });
});
