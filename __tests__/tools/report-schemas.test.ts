import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../scripts/cli/commands";
import { EXIT } from "../../scripts/errors";
import { REPO_ROOT } from "../../tools/paths";
import { ERROR, REPORTS, schemaFiles } from "../../tools/report-schemas";
import { assertReports } from "../helpers/processes/assert-reports";
import { sealstack } from "../helpers/processes/cli";

describe("the schemas of what --json prints", () => {
  it("are there for every command, and for no other (tools/report-schemas; `npm run schema`)", () => {
    expect(Object.keys(REPORTS).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it("stand in the package as they are", () => {
    const files = schemaFiles();
    const folder = readdirSync(join(REPO_ROOT, "scripts/schemas")).map((name) => `scripts/schemas/${name}`);
    expect(folder.sort()).toEqual([...files.keys()].sort());
    for (const [file, text] of files) expect(readFileSync(join(REPO_ROOT, file), "utf8")).toBe(text);
  });

  it("let fields of later versions in, which the tests do not", () => {
    for (const text of schemaFiles().values()) expect(text).not.toContain('"additionalProperties": false');
    const ran = { status: 0, stderr: "", stdout: Buffer.from('{"shell":"bash","script":"","more":1}') };
    expect(() => assertReports(["completion", "bash", "--json"], ran)).toThrow("more");
  });

  it.each<[string, Partial<{ stdout: string; stderr: string }>]>([
    ["is no JSON", { stdout: "text" }],
    ["is not there", {}],
    ["is another's", { stdout: '{"stopped":true}' }],
    ["is an error of another form", { stderr: '{"error":{"exit":"odd","status":1,"message":""}}' }],
  ])("refuse a report that %s", (_, { stdout = "", stderr = "" }) => {
    const ran = { status: 0, stdout: Buffer.from(stdout), stderr };
    expect(() => assertReports(["--json", "sign"], ran)).toThrow("sign");
  });

  it.each(COMMANDS.map(({ name }) => [name]))("say how an error of '%s' is told", async (name) => {
    const { status, stdout, stderr } = await sealstack([...name.split(" "), "--json", "--no-such-option"], {
      env: {},
    });
    expect([status, stdout.toString()]).toEqual([EXIT.usage.status, ""]);
    expect(ERROR.parse(JSON.parse(stderr))).toMatchObject({ error: { exit: "usage", status } });
  });
});
