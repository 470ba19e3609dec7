import { runTool } from "../../../../scripts/clients/programs/run-tool";

const { signal } = new AbortController();

describe("a program that is run", () => {
  it("gets our environment with what is added, and without what is withheld", async () => {
    const before = { ...process.env };
    Object.assign(process.env, { SEAL_KEPT: "1", SEAL_GONE: "2", SEAL_TAKEN: "3" });
    try {
      const { stdout } = await runTool("env", [], {
        env: { SEAL_ADDED: "4", SEAL_TAKEN: undefined },
        withhold: (name) => name === "SEAL_GONE",
        signal,
      });
      expect(
        stdout
          .split("\n")
          .filter((line) => line.startsWith("SEAL_"))
          .sort(),
      ).toEqual(["SEAL_ADDED=4", "SEAL_KEPT=1"]);
    } finally {
      process.env = before;
    }
  });

  it("is told that nobody answers, where it asks", async () => {
    expect(await runTool("cat", [], { env: {}, signal })).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
