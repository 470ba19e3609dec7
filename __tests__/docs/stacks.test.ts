/** Every configuration of stacks that a page shows can be taken as it stands. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../config";
import { REPO_ROOT } from "../../tools/paths";
import { documents } from "../helpers/repository/documented-commands";

/** Blocks of YAML that begin with the stacks, without the indentation of a list that they may stand in. */
const CONFIGURATIONS = documents()
  .filter((file) => file.endsWith(".md"))
  .flatMap((file) => {
    const text = readFileSync(join(REPO_ROOT, file), "utf8");
    const blocks = [...text.matchAll(/^( *)```yaml\n([\s\S]*?)\n\1```/gm)].map(([, indent = "", body = ""]) =>
      body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    );
    return blocks.filter((body) => body.startsWith("stacks:")).map((body) => [file, body] as const);
  });

describe("stacks in the documentation", () => {
  it("are found", () => {
    const files = CONFIGURATIONS.map(([file]) => file);
    expect(files).toEqual(
      expect.arrayContaining(["docs/presets/etcd-ca-backup.md", "docs/presets/s3-replication.md"]),
    );
  });

  it.each(CONFIGURATIONS)("of %s are a configuration", (file, body) => {
    expect(Object.keys(parseConfig(body, file).stacks).length).toBeGreaterThan(0);
  });
});
