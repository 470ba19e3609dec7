/** What an emulator shows of a stack, for comparison with another one's. */
import type { ApplyOptions } from "../../emulator/apply";
import { openSession, typeOf } from "../../emulator/apply/session";
import { documentMeaning } from "../compare/differences";

/** One line a resource, with its type and all that the service says of it; ids of keys and the account are replaced. */
export async function shownResources(options: ApplyOptions): Promise<readonly string[]> {
  const { state, context } = await openSession(options);
  const keys = new Map<string, string>();
  const lines: (readonly [string, unknown])[] = [];
  for (const entry of state.list()) {
    const found = await typeOf(entry).read(context, entry.id, entry.applied);
    lines.push([entry.type, found?.facts]);
    if (/^aws_kms_.*key$/.test(entry.type)) keys.set(entry.id, `key '${entry.applied.description}'`);
  }
  const neutral = (text: string): string =>
    [...keys]
      .reduce((said, [id, name]) => said.replaceAll(id, name), text)
      .replaceAll(context.account, "ACCOUNT");
  return lines
    .map((line) => JSON.stringify(documentMeaning(JSON.parse(neutral(JSON.stringify(line))))))
    .sort();
}
