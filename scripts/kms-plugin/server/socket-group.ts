/** Group names to numbers, without a library: the names that matter stand in /etc/group. */
import { readFile } from "node:fs/promises";
import { OperatorError } from "../../errors";

/** @throws OperatorError `usage` when there is no such group. */
export async function groupId(group: string | undefined): Promise<number | undefined> {
  if (group === undefined) return undefined;
  if (/^\d+$/.test(group)) return Number(group);
  const lines = (await readFile("/etc/group", "utf8").catch(() => "")).split("\n");
  const found = lines.map((line) => line.split(":")).find(([name]) => name === group)?.[2];
  if (found !== undefined) return Number(found);
  throw new OperatorError("usage", `there is no group '${group}'`, {
    hint: "give its number: a group of a network directory is not found by name",
  });
}
