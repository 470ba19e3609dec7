import { execFileSync } from "node:child_process";
import type { DrillCheck } from "../../../../scripts/core/drill/checks/check";
import type { Evidence } from "../../../../scripts/core/drill/evidence/evidence";
import { junit } from "../../../../scripts/core/drill/evidence/junit";

/** Half of a character. */
const LONE = String.fromCharCode(0xd800);
const AT = "2026-11-28T10:00:00.000Z";
const check = (result: DrillCheck["result"], detail?: string): DrillCheck => ({
  name: `what is ${result}`,
  result,
  durationSeconds: 0.25,
  ...(detail === undefined ? {} : { detail }),
});
const drill = (checks: DrillCheck[]): Evidence => ({
  schemaVersion: 1,
  kind: "sealstack drill",
  result: "failed",
  backup: {
    id: "p/x-20261122T014200Z.tar.gz.kms",
    store: "s3://b",
    createdAt: AT,
    freshAt: AT,
    ageSeconds: 1,
  },
  choice: { by: "latest" },
  startedAt: AT,
  finishedAt: AT,
  durationSeconds: 2,
  checks,
  by: { host: "ca1" },
  versions: { sealstack: "1" },
});

/** Read by a parser that is not ours. */
function read(xml: Buffer): string {
  const script = [
    "import sys, json, xml.etree.ElementTree as t",
    "r = t.fromstring(sys.stdin.buffer.read())",
    "print(json.dumps([r.attrib, [[c.attrib['name'], [[e.tag, e.get('message'), e.text] for e in c]] for c in r.iter('testcase')]]))",
  ].join("\n");
  return JSON.parse(execFileSync("python3", ["-c", script], { input: xml }).toString());
}

describe("JUnit XML", () => {
  it("has a case for each check, and counts what failed and what was skipped", () => {
    const xml = junit([
      drill([check("passed"), check("failed", "why"), check("skipped", "no etcd")]),
      drill([check("warning", "old")]),
    ]);
    expect(read(xml)).toEqual([
      { name: "sealstack drill", tests: "4", failures: "1", skipped: "1", time: "4" },
      [
        ["what is passed", []],
        ["what is failed", [["failure", "why", null]]],
        ["what is skipped", [["skipped", "no etcd", null]]],
        ["what is warning", [["system-out", null, "warning: old"]]],
      ],
    ]);
  });

  it("is well-formed, whatever stands in names and details", () => {
    const evil = `<a b="c" d='e'>&]]>\u0000\u0008\u001b[2J\ufffe${LONE}\u{1f600}\n`;
    expect(read(junit([drill([check("failed", evil)])]))).toEqual([
      expect.anything(),
      [
        [
          "what is failed",
          [["failure", "<a b=\"c\" d='e'>&]]>\ufffd\ufffd\ufffd[2J\ufffd\ufffd\u{1f600}\ufffd", null]],
        ],
      ],
    ]);
  });
});
