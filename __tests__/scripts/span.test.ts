import { moment } from "../../scripts/cli/moment";
import { STATUS_OPTIONS } from "../../scripts/cli/rows/drill-options";
import { spanProblem } from "../../scripts/core/retention/policy/policy";
import { spanSeconds } from "../../scripts/core/targets/sections";
import { spanMilliseconds } from "../../scripts/span";

const HOUR = 3_600_000;

describe("a span of time", () => {
  test.each([
    ["90m", 1.5 * HOUR],
    ["6h", 6 * HOUR],
    ["007d", 7 * 24 * HOUR],
    ["2w", 14 * 24 * HOUR],
    ["0h", 0],
  ])("%s is %d ms", (text, milliseconds) => {
    expect(spanMilliseconds(text, ["m", "h", "d", "w"], 5)).toBe(milliseconds);
  });

  test.each(["", "h", "7", "-7d", "7D", "7 d", "7d ", "7d\n", "1.5h", "7s", "7y", "1h30m", "123456d", "٧d"])(
    "%j is none",
    (text) => {
      expect(spanMilliseconds(text, ["m", "h", "d", "w"], 5)).toBeUndefined();
    },
  );

  /** What each place takes, as it is documented there. */
  test.each([
    ["30m", { age: true, moment: false, within: false, every: true }],
    ["26h", { age: true, moment: true, within: true, every: true }],
    ["7d", { age: true, moment: true, within: true, every: true }],
    ["8w", { age: false, moment: false, within: true, every: true }],
    ["0d", { age: false, moment: true, within: false, every: false }],
    ["07d", { age: true, moment: true, within: true, every: false }],
    ["100000h", { age: true, moment: false, within: true, every: false }],
  ])("%s: who takes it", (text, takes) => {
    const age = STATUS_OPTIONS[0]?.parseArg;
    expect({
      age: succeeds(() => age?.(text, undefined)),
      moment: succeeds(() => moment(text)),
      within: spanProblem(text) === undefined,
      every: spanSeconds(text) !== undefined,
    }).toEqual(takes);
  });
});

function succeeds(read: () => unknown): boolean {
  try {
    return read() !== undefined;
  } catch {
    return false;
  }
}
