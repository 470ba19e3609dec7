import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cliDocs } from "../../../tools/docs-cli/main";
import { MAN_PAGE, manPage } from "../../../tools/docs-cli/man-page";
import { findTool } from "../../../tools/fetched/system-packages";
import { run } from "../../../tools/processes/run";
import { describeIf } from "../../helpers/describe-if";

describe("docs/cli.md", () => {
  it("says what --help says (else run `npm run docs:cli`)", () => {
    expect(readFileSync(join(__dirname, "../../../docs/cli.md"), "utf8")).toBe(cliDocs());
  });
});

describe("the man page", () => {
  const file = join(__dirname, "../../..", MAN_PAGE);

  it("says what --help says (else run `npm run docs:cli`)", () => {
    expect(readFileSync(file, "utf8")).toBe(manPage());
  });

  describeIf(findTool("groff") !== undefined, "install groff to check the man page", "in groff", () => {
    it("has no warnings", async () => {
      expect(await run("groff", ["-man", "-ww", "-z", file])).toMatchObject({ status: 0, stderr: "" });
    });
  });
});
