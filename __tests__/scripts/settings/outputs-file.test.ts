import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../../scripts/errors";
import { describeOutputs, parseOutputs } from "../../../scripts/settings/outputs-file";
import { answers } from "../../../tools/processes/run";
import { describeIf } from "../../helpers/describe-if";
import { sealstack } from "../../helpers/processes/cli";
import { useTempDir } from "../../helpers/temp-dir";

const STACK = {
  region: "eu-central-1",
  key_arn: "arn:aws:kms:eu-central-1:111122223333:key/1",
  key_alias: "alias/etcd-ca-backup",
  bucket: "backups",
  prefixes: ["step-ca/", "etcd-default/"],
  ansible_vault: { step_ca_backup_s3_bucket: "backups" },
};

/** As `terraform output -json` writes it. */
const terraform = (outputs: object, sensitive: readonly string[] = []): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [
        name,
        {
          sensitive: sensitive.includes(name),
          type: Array.isArray(value) ? ["list", "string"] : typeof value,
          value,
        },
      ]),
    ),
    undefined,
    2,
  );

function refused(text: string, stack?: string): OperatorError {
  try {
    parseOutputs(text, "f.json", stack);
  } catch (error) {
    if (error instanceof OperatorError) return error;
  }
  throw new Error("it was not refused");
}

describe("an outputs file", () => {
  it.each([
    ["cdktf", JSON.stringify({ "etcd-ca-backup": STACK }), "cdktf output --outputs-file"],
    [
      "cdktf, of a stack named as an output is",
      JSON.stringify({ bucket: STACK }),
      "cdktf output --outputs-file",
    ],
    ["terraform and tofu", terraform(STACK), "terraform output -json"],
    ["both with sensitive values", terraform(STACK, ["bucket", "key_arn"]), "terraform output -json"],
    ["a whole module as an output", terraform({ backup: STACK, other: "x" }), "terraform output -json"],
    [
      "a whole module as a sensitive output",
      terraform({ backup: STACK }, ["backup"]),
      "terraform output -json",
    ],
    ["the output of that name alone", JSON.stringify(STACK), "terraform output -json NAME"],
    ["a byte order mark", `\uFEFF${terraform(STACK)}`, "terraform output -json"],
  ])("of %s is read", (_what, text, writer) => {
    expect(parseOutputs(text, "f.json")).toEqual(STACK);
    expect(describeOutputs(text, "f.json")).toContain(`f.json, which \`${writer}`);
  });

  it("of a stack of another preset is read, too", () => {
    const plugin = { key_arn: STACK.key_arn, region: "eu-central-1", kms_plugin: '{"keys":[]}' };
    expect(parseOutputs(terraform(plugin), "f")).toEqual(plugin);
    expect(parseOutputs(terraform({ only: "what nobody knows" }), "f")).toEqual({
      only: "what nobody knows",
    });
  });

  it.each([
    ["cdktf", (stacks: object) => JSON.stringify(stacks), "cdktf output --outputs-file"],
    ["terraform", (stacks: object) => terraform({ ...stacks, other: 1 }), "terraform output -json"],
  ])("of %s with several stacks needs the name of one", (_what, write, writer) => {
    const text = write({ prod: STACK, test: { ...STACK, bucket: "test" } });
    expect(parseOutputs(text, "f", "test")).toMatchObject({ bucket: "test" });
    expect(refused(text)).toMatchObject({
      message: `f.json, which \`${writer}\`${writer.startsWith("terraform") ? " (or tofu)" : ""} wrote, has 2 stacks; it has: prod, test`,
      hint: "name one of them with --stack",
    });
    for (const name of ["nope", "constructor", "__proto__", ""])
      expect(refused(text, name).message).toContain(`has no stack '${name}'`);
  });

  it("of one stack without a name knows no name", () => {
    expect(refused(terraform(STACK), "prod")).toMatchObject({
      message: expect.stringContaining("has no stack 'prod'"),
      hint: "leave out --stack",
    });
  });

  it.each([
    ["", undefined],
    ["[]", undefined],
    ["null", undefined],
    ['"secret"', undefined],
    ["{secret", undefined],
    ['{"a":"secret","b":{}}', undefined],
    ['bucket = "secret"\nregion = "x"\n', "what `terraform output` prints"],
    ['{"version":4,"terraform_version":"1.9.0","outputs":{"a":{"value":"secret"}}}', "a state or a plan"],
    ['{"format_version":"1.0","terraform_version":"1.9.0","values":{"x":"secret"}}', "a state or a plan"],
  ])("is none with %j, and nothing of it is shown", (text, seems) => {
    const error = refused(text);
    expect(error.message).toContain("f.json is not an outputs file");
    if (seems !== undefined) expect(error.message).toContain(seems);
    expect(error.hint).toContain("terraform output -json > FILE");
    expect(`${error.message}${error.hint}`).not.toContain("secret");
  });

  it("is empty where nothing was deployed", () => {
    for (const text of ["{}", JSON.stringify({})])
      expect(refused(text)).toMatchObject({ hint: "deploy the stack, and write the file again" });
  });
});

describe("a run with an outputs file", () => {
  const dir = useTempDir();
  const list = (text: string, ...argv: string[]) => {
    writeFileSync(join(dir(), "f.json"), text);
    return sealstack(["list", "--outputs", join(dir(), "f.json"), ...argv], { env: {} });
  };

  it("says what wrote the file when something is not in it", async () => {
    const { bucket: _, ...without } = STACK;
    const ran = await list(terraform(without));
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain("which `terraform output -json` (or tofu) wrote, has none");
    const cdktf = await list(JSON.stringify({ stack: without }));
    expect(cdktf.stderr).toContain("which `cdktf output --outputs-file` wrote, has none");
    expect(cdktf.stderr).toContain("--outputs-file-include-sensitive-outputs");
  });

  it("says why the file cannot be read", async () => {
    const ran = await sealstack(["list", "--outputs", dir()], { env: {} });
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining("EISDIR (it is a directory)") });
  });
});

describeIf(answers("terraform", ["version"]), "terraform is missing", "terraform output", () => {
  const dir = useTempDir();
  const run = (...argv: string[]): string =>
    execFileSync("terraform", argv, {
      cwd: dir(),
      env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      stdio: "pipe",
    }).toString();

  it("is read as Terraform itself writes it, with sensitive values and whole modules", () => {
    mkdirSync(join(dir(), "backup"));
    const outputs = Object.entries(STACK).map(
      ([name, value]) => `output "${name}" {\n  value = ${JSON.stringify(value)}\n  sensitive = true\n}\n`,
    );
    writeFileSync(join(dir(), "backup/outputs.tf"), outputs.join(""));
    const all = 'output "all" {\n  value = module.backup\n  sensitive = true\n}\n';
    writeFileSync(join(dir(), "main.tf"), `module "backup" {\n  source = "./backup"\n}\n${all}`);
    run("init", "-input=false");
    run("apply", "-auto-approve", "-input=false");
    for (const text of [run("output", "-json"), run("output", "-json", "all")])
      expect(parseOutputs(text, "f")).toEqual(STACK);
    expect(refused(run("output")).message).toContain("it seems to be what `terraform output` prints");
    expect(refused(readFileSync(join(dir(), "terraform.tfstate"), "utf8")).message).toContain(
      "a state or a plan",
    );
  });
});
