import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { official, ours } from "../../../../vectors/answers";
import { fileOf } from "../../../../vectors/generate";
import { VECTORS } from "../../../../vectors/list";

const DIR = join(__dirname, "../../../../vectors");
const README = readFileSync(join(DIR, "README.md"), "utf8");

describe("vectors", () => {
  it("are what their generator makes (else run `npm run vectors`)", () => {
    expect(readdirSync(join(DIR, "messages")).sort()).toEqual(VECTORS.map(fileOf).sort());
    const changed = VECTORS.filter(
      (one) => !readFileSync(join(DIR, "messages", fileOf(one))).equals(one.message),
    );
    expect(changed.map(fileOf)).toEqual([]);
    const listed: unknown = JSON.parse(readFileSync(join(DIR, "vectors.json"), "utf8"));
    expect(listed).toEqual(
      VECTORS.map((one) => expect.objectContaining({ file: fileOf(one), what: one.what })),
    );
  });

  it.each(VECTORS.filter((one) => one.plaintext !== undefined))("$group-$name opens", async (vector) => {
    const { accepted, plaintext } = await ours(vector.message);
    expect([accepted, plaintext]).toEqual([true, vector.plaintext]);
  });

  it.each(VECTORS.filter((one) => one.plaintext === undefined))("fails on $group-$name", async (vector) => {
    const { accepted, plaintext, message } = await ours(vector.message);
    expect([accepted, plaintext]).toEqual([false, Buffer.alloc(0)]);
    expect(README).toContain(`| ${fileOf(vector)} | ${vector.what} | refused: ${message} |`);
  });

  it("are answered by the official library as the table says", async () => {
    for (const vector of VECTORS) {
      const { accepted } = await official(vector.message);
      const row = README.split("\n").find((line) => line.startsWith(`| ${fileOf(vector)} |`));
      expect(`${fileOf(vector)} ${row?.split(" | ").at(-1)?.startsWith("accepted")}`).toBe(
        `${fileOf(vector)} ${accepted}`,
      );
    }
  });
});
