/** A short text of YAML whose aliases stand for 9 to the power of 8 values. */
export const MANY_ALIASES = `a0: &a0 [${Array(9).fill("x").join(",")}]\n${Array.from(
  { length: 7 },
  (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(",")}]\n`,
).join("")}`;
