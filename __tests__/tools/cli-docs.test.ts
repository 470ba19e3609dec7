import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cliDocs } from "../../tools/cli-docs";

describe("docs/cli.md", () => {
  it("says what --help says (else run `npm run docs:cli`)", () => {
    expect(readFileSync(join(__dirname, "../../docs/cli.md"), "utf8")).toBe(cliDocs());
  });
});
