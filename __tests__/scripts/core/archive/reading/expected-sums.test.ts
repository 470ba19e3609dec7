import { ExpectedSums } from "../../../../../scripts/core/archive/reading/expected-sums";
import { sumsLine } from "../../../../../scripts/core/archive/sums";

/** More than are kept together. */
const FILES = 65_536 + 3;

const path = (index: number): string => `${index}`;
const right = Buffer.alloc(32, 1);
const wrong = Buffer.alloc(32, 2);

function expected(): ExpectedSums {
  const sums = new ExpectedSums();
  for (let index = 0; index < FILES; index += 1) sums.add(right, path(index));
  return sums;
}

const textOf = (other?: number): Buffer =>
  Buffer.from(
    Array.from({ length: FILES }, (_, at) => sumsLine(at === other ? wrong : right, path(at))).join(""),
  );

describe("the list of digests", () => {
  it("is right as it was made", async () => {
    const text = textOf();
    expect(await expected().differs(text.length, [text])).toBeUndefined();
  });

  it.each([0, 65_535, 65_536, FILES - 1])("names the first line that differs, %i", async (other) => {
    const text = textOf(other);
    expect(await expected().differs(text.length, [text])).toEqual({ line: sumsLine(wrong, path(other)) });
  });
});
