import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { REPO_ROOT } from "../../../tools/paths";
import { FILES, releaseFiles } from "../../../tools/release/files";

describe("files of a release", () => {
  const read = (path: string): string => readFileSync(join(REPO_ROOT, path), "utf8");
  const release = (repository?: string) =>
    releaseFiles(read, { version: "9.8.7", date: "2026-01-31", changes: [], repository });

  it("give the Ansible collection, and the program that it installs, the version of the packages", () => {
    const files = release("https://example.org/sealstack.git");
    const collection = files[FILES.collection] ?? "";
    expect(parse(collection)).toEqual({
      ...parse(read(FILES.collection)),
      version: "9.8.7",
      repository: "https://example.org/sealstack",
    });
    expect(parse(files[FILES.collectionRole] ?? "").sealstack_version).toBe("9.8.7");
    expect(JSON.parse(files[FILES.cli] ?? "")).toMatchObject({
      version: "9.8.7",
      repository: { url: "git+https://example.org/sealstack.git", directory: "scripts" },
    });
  });

  it("leave the repository as it is where nobody says it", () => {
    expect(parse(release()[FILES.collection] ?? "").repository).toBe(
      parse(read(FILES.collection)).repository,
    );
  });
});
