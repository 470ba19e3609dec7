/** Drills in the form that build servers and those who collect test reports read. Source: JUnit's schema as Jenkins and GitLab take it. */
import type { DrillCheck } from "../checks/check";
import type { Evidence } from "./evidence";

/** One suite a drill, one case a check. */
export function junit(drills: readonly Evidence[]): Buffer {
  const total = drills.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const checks = drills.flatMap((drill) => drill.checks);
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="sealstack drill"${counts(checks)} time="${total}">`,
      ...drills.flatMap(suite),
      "</testsuites>",
      "",
    ].join("\n"),
  );
}

function suite({ backup, startedAt, durationSeconds, checks, by, result, versions }: Evidence): string[] {
  const properties = {
    result,
    "backup.id": backup.id,
    "backup.store": backup.store,
    "backup.createdAt": backup.createdAt,
    ...(backup.ciphertextSha256 === undefined ? {} : { "backup.ciphertextSha256": backup.ciphertextSha256 }),
    ...(by.caller === undefined ? {} : { caller: by.caller }),
    ...Object.fromEntries(Object.entries(versions).map(([name, version]) => [`version.${name}`, version])),
  };
  return [
    `  <testsuite name="${xml(backup.id)}"${counts(checks)} errors="0" time="${durationSeconds}" timestamp="${startedAt}" hostname="${xml(by.host)}">`,
    "    <properties>",
    ...Object.entries(properties).map(
      ([name, value]) => `      <property name="${xml(name)}" value="${xml(value)}"/>`,
    ),
    "    </properties>",
    ...checks.flatMap(testCase),
    "  </testsuite>",
  ];
}

function testCase({ name, result, detail, durationSeconds }: DrillCheck): string[] {
  const open = `    <testcase classname="sealstack.drill" name="${xml(name)}" time="${durationSeconds}"`;
  const said = detail === undefined ? "" : xml(detail);
  const inside = {
    passed: said === "" ? [] : [`      <system-out>${said}</system-out>`],
    warning: [`      <system-out>warning: ${said}</system-out>`],
    skipped: [`      <skipped message="${said}"/>`],
    failed: [`      <failure message="${said}"/>`],
  }[result];
  return inside.length === 0 ? [`${open}/>`] : [`${open}>`, ...inside, "    </testcase>"];
}

function counts(checks: readonly DrillCheck[]): string {
  const of = (wanted: DrillCheck["result"]): number =>
    checks.filter(({ result }) => result === wanted).length;
  return ` tests="${checks.length}" failures="${of("failed")}" skipped="${of("skipped")}"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 has no place for is replaced. */
function xml(text: string): string {
  return [...text]
    .map((character) => ENTITIES[character] ?? (IS_CHARACTER.test(character) ? character : "\ufffd"))
    .join("");
}

/** Source: XML 1.0, 2.2 "Characters", without line ends, which attributes do not keep. */
const IS_CHARACTER = /^[\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u;
