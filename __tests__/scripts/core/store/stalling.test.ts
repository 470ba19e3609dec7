import { PassThrough } from "node:stream";
import { breakOffStalling } from "../../../../scripts/core/store/stalling";

const WINDOW_MS = 1_000;
const ENOUGH = 16 * 1024;

describe("a body that is watched", () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] }));
  afterEach(() => void jest.useRealTimers());

  /** Lets a body receive so many bytes in each window, and says what it failed with. */
  async function watch(windows: readonly number[]): Promise<Error | undefined> {
    const body = new PassThrough();
    let failure: Error | undefined;
    body.on("error", (error) => {
      failure = error;
    });
    let at = 0;
    const end = breakOffStalling(body, () => at, WINDOW_MS);
    for (const bytes of windows) {
      at += bytes;
      jest.advanceTimersByTime(WINDOW_MS);
    }
    end();
    if (body.destroyed) await new Promise((resolve) => body.once("close", resolve));
    return failure;
  }

  it.each([
    ["nothing comes", [0]],
    ["too little comes", [ENOUGH - 1]],
    ["too little comes after much", [100 * ENOUGH, ENOUGH, ENOUGH - 1]],
  ])("is broken off when %s, as what passes", async (_what, windows) => {
    expect(await watch(windows)).toMatchObject({
      name: "TimeoutError", // by which the tables of failures know it
      message: `less than ${ENOUGH} bytes in ${WINDOW_MS} ms`,
    });
  });

  it("goes on for as long as enough comes", async () => {
    expect(await watch([ENOUGH, ENOUGH, 5 * ENOUGH, ENOUGH])).toBeUndefined();
  });

  it("is not looked at any more once the watch has ended", () => {
    const body = new PassThrough();
    breakOffStalling(body, () => 0, WINDOW_MS)();
    jest.advanceTimersByTime(10 * WINDOW_MS);
    expect(body.destroyed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("has half a minute for the first bytes, where nothing else is said", () => {
    const body = new PassThrough().on("error", () => {});
    breakOffStalling(body, () => 0);
    jest.advanceTimersByTime(29_999);
    expect(body.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(body.destroyed).toBe(true);
  });
});
