/** Text from a bucket and from the command line, in the commands on retention: beside hostile-text.test.ts. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RETENTION_COMMANDS } from "../../../../scripts/cli/rows/retention-commands";
import { driveWith, EVIL, EVIL_UNITS } from "../../../helpers/hostile";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { useTempDir } from "../../../helpers/temp-dir";

/** What these commands say themselves. */
const OWN =
  "verdict reasons policy timeZone fate hidden gone mode until before deletedAt deleted backups key series prefix alreadyVisible".split(
    " ",
  );

class EvilVersions extends MemoryVersions {
  override readonly name: string = `s3://${EVIL_UNITS}`;
}

describe("text from outside, about retention", () => {
  const dir = useTempDir();
  let bucket: EvilVersions;
  const driven = new Set<string>();

  beforeEach(() => {
    bucket = new EvilVersions();
    bucket.clock = () => new Date();
    for (const stamp of ["20251122T014200Z", "20251123T014200Z"])
      for (const end of [".tar.gz.kms", ".manifest.json"])
        bucket.put(`p/n-${stamp}${end}`, new Date("2026-11-23T01:42:01Z"), {
          storageClass: EVIL,
          versionId: `${EVIL}${stamp}`,
        });
  });

  const drive = (command: string, status: number, ...argv: string[]) => {
    driven.add(command);
    return driveWith(memoryServices(bucket), command, ["--bucket", "b", ...argv], { status, own: OWN });
  };

  it("is harmless in what prune tells of a bucket", async () => {
    const { text } = await drive("prune", 0, "--keep-last", "1", "--dry-run", "--explain");
    expect(text).toContain("not counted");
    await drive("prune", 0, "--keep-last", "1");
    bucket.put("p/n-29991122T014200Z.tar.gz.kms", new Date());
    await drive("prune", 21, "--keep-last", "1");
  });

  it("is left alone where it is the name of a backup: no prefix is like that", async () => {
    bucket.put(`${EVIL}/n-29991122T014200Z.tar.gz.kms`, new Date());
    await drive("prune", 0, "--keep-last", "1", "--explain");
    expect(bucket.changes).toHaveLength(2);
  });

  it("is harmless in a policy, wherever it stands", async () => {
    for (const flag of ["--keep-last", "--keep-within", "--time-zone", "--policy", "--name"])
      await drive("prune", 2, "--keep-daily", "1", flag, EVIL);
    await drive("prune", 3, "--policy", EVIL);
    const quoted = JSON.stringify(EVIL);
    for (const text of [
      `${quoted}: 1`,
      `keep: { ${quoted}: 1 }`,
      `keep: { last: ${quoted} }`,
      `timeZone: ${quoted}`,
      `series: [{ prefix: ${quoted}, name: ${quoted}, keep: { last: 1 } }]`,
      `keep: [${EVIL}`,
    ]) {
      const file = join(dir(), `policy${EVIL}`);
      writeFileSync(file, text);
      await drive("prune", 2, "--policy", file);
    }
  });

  it("is harmless in what the other commands tell of a backup", async () => {
    const id = "p/n-20251122T014200Z.tar.gz.kms";
    bucket.lock = { enabled: true, defaultMode: "GOVERNANCE" };
    await drive("hold set", 0, id);
    await drive("hold release", 0, id);
    await drive("lock extend", 0, id, "--days", "3");
    await drive("prune", 0, "--keep-last", "1", "--explain");
    await drive("undelete", 0, id);
    await drive("undelete", 0, "--deleted-since", "1h");
    await drive("quarantine", 0, id, "--release");
    await drive("quarantine", 2, `${EVIL}/n-20251122T014200Z.tar.gz.kms`, "--release");
    await drive("quarantine", 2, id, "--reason", EVIL);
  });

  it("is harmless where it is an argument", async () => {
    for (const command of ["hold set", "hold release", "undelete"]) await drive(command, 2, EVIL);
    await drive("lock extend", 2, EVIL, "--days", "3");
    for (const flag of ["--days", "--until", "--mode"]) await drive("lock extend", 2, EVIL, flag, EVIL);
    await drive("quarantine", 2, EVIL, "--reason", "x");
    await drive("undelete", 2, "--deleted-since", EVIL);
  });

  it("was looked for in each of them", () => {
    expect([...driven].sort()).toEqual(RETENTION_COMMANDS.map(({ name }) => name).sort());
  });
});
