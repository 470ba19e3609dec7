import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../../helpers/processes/cli";
import { accessStack, type Edit } from "../../../helpers/stacks/access-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const dir = useTempDir();

function synthesized(name: string, edit?: Edit): string {
  const folder = join(dir(), name, "stacks", "vault");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), accessStack(edit));
  return join(dir(), name);
}

async function access(...argv: string[]) {
  const { status, stdout, stderr } = await sealstack(["access", ...argv], { env: {} });
  return { status, stdout: stdout.toString(), stderr };
}

describe("sealstack access", () => {
  it("tells who may do what, under which conditions, and counts the rest", async () => {
    const { status, stdout } = await access(synthesized("out"));
    expect(status).toBe(0);
    expect(stdout).toContain("vault (eu-west-1, account 111122223333)");
    expect(stdout).toMatch(/^ {2}writer +- +GenerateDataKey$/m);
    expect(stdout).toMatch(/^ {2}reader +- +Decrypt$/m);
    expect(stdout).toMatch(/^objects b\/in\/\*: nothing for the other \d$/m);
    expect(stdout).toMatch(/^findings of vault: none$/m);
  });

  it("tells with --against only what changed, by whom and through which statement, with a status of its own", async () => {
    const before = synthesized("before");
    const wider = synthesized("after", (stack) => stack.replaceAll('"backup/in/*"', '"backup/*"'));
    const same = await access(before, "--against", before);
    expect([same.status, same.stdout]).toEqual([
      0,
      expect.stringMatching(/^nothing changed.*\n(?:.*\n)*no new access$/m),
    ]);
    const { status, stdout } = await access(wider, "--against", before, "--json");
    expect(status).toBe(22);
    const { changes, newAccess } = JSON.parse(stdout);
    expect(newAccess).toBe(true);
    expect(changes).toMatchObject([
      {
        kind: "gained",
        principal: { name: "reader" },
        action: "kms:Decrypt",
        before: "conditional",
        after: "conditional",
        through: [{ sid: "Open" }, { sid: "Open" }],
        request: { "kms:EncryptionContext:what": expect.stringMatching(/^backup\/(?!in\/)/) },
      },
    ]);
    const lost = await access(before, "--against", wider);
    expect([lost.status, lost.stdout]).toEqual([0, expect.stringMatching(/^lost +reader +kms:Decrypt/m)]);
  });

  it("writes a comment for a pull request, in which no name is anything but a name", async () => {
    const evil = "<script>alert(1)</script>|`@all`";
    const out = join(dir(), "comment.md");
    const stack = synthesized("evil", (text) =>
      text.replaceAll('"name":"reader"', `"name":${JSON.stringify(evil)}`),
    );
    const { status } = await access(
      stack,
      "--against",
      synthesized("before"),
      "--format",
      "markdown",
      "--out",
      out,
    );
    expect(status).toBe(22);
    const written = readFileSync(out, "utf8");
    expect(written).toContain("**New access:");
    // In a box of code, or escaped.
    expect(written.replaceAll(/(`+) ?.*?\1(?!`)/g, "")).not.toMatch(/<script|@all/);
  });

  it("ends with the status of new access where --fail-on names what a rule finds", async () => {
    const stack = synthesized("out", (text) =>
      text.replaceAll('"deletion_window_in_days":30', '"deletion_window_in_days":7'),
    );
    expect((await access(stack)).status).toBe(0);
    expect((await access(stack, "--fail-on", "error")).status).toBe(0);
    const { status, stdout } = await access(stack, "--fail-on", "warning");
    expect([status, stdout]).toEqual([22, expect.stringContaining("(short-deletion-window)")]);
    expect((await access(stack, "--fail-on", "warning", "--deletion-window", "7")).status).toBe(0);
  });

  it.each([
    [
      "a place that is not there",
      () => ["nowhere"],
      /nowhere cannot be read \(there is no such file or folder\)/,
    ],
    ["a folder without any", () => [dir()], /holds no stack, plan or policy/],
    [
      "a stack that is not there",
      () => [synthesized("out"), "--stack", "x"],
      /has no stack 'x'; it has vault/,
    ],
    ["another format", () => [synthesized("out"), "--format", "pdf"], /Allowed choices are/],
    ["no days", () => [synthesized("out"), "--deletion-window", "x"], /whole number of days/],
  ])("refuses %s", async (_, argv, message) => {
    const { status, stderr } = await access(...argv());
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("refuses Terraform's binary plan, saying how to write the other", async () => {
    writeFileSync(join(dir(), "plan.bin"), "PK\u0003\u0004");
    const { stderr } = await access(join(dir(), "plan.bin"));
    expect(stderr).toMatch(
      /is a plan in Terraform's own form\n.*hint: write it as JSON with `terraform show -json plan.bin`/,
    );
  });
});
