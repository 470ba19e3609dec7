import { jsonLog } from "../../../scripts/kms-plugin/log";

function logger(debug = false) {
  const lines: Record<string, unknown>[] = [];
  let now = 0;
  const log = jsonLog((line) => lines.push(JSON.parse(line)), { debug, now: () => now });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { log, lines, pass };
}

describe("the log", () => {
  it("holds lines of one message back, says how many, and leaves others alone", () => {
    const { log, lines, pass } = logger();
    for (let line = 0; line < 1_000; line++) log("warn", "again", { line });
    log("error", "the key does not work");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toMatchObject({ message: "the key does not work" });
    pass(1_000);
    for (let line = 0; line < 100; line++) log("warn", "again");
    expect(lines).toHaveLength(61);
    expect(lines[51]).toMatchObject({ message: "again", left_out: 950 });
    expect(lines[52]).not.toHaveProperty("left_out");
    pass(60_000);
    log("warn", "again");
    expect(lines.at(-1)).toMatchObject({ left_out: 90 });
  });

  it("has every line that --debug asks for, and none without it", () => {
    const all = logger(true);
    const none = logger();
    for (let line = 0; line < 1_000; line++) for (const { log } of [all, none]) log("debug", "answered");
    expect([all.lines.length, none.lines.length]).toEqual([1_000, 0]);
  });

  it("cuts long fields", () => {
    const { log, lines } = logger();
    log("warn", "long", { detail: "x".repeat(100_000), ms: 3 });
    expect(String(lines[0]?.detail)).toHaveLength(4_000);
    expect(lines[0]).toMatchObject({ ms: 3 });
  });
});
