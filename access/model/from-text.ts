/** From the text of files to what can be judged. */
import { AccessError } from "../evaluate/access-error";
import { isPolicy, type PlainFile, plainBlocks } from "../plans/plain";
import { planBlocks } from "../plans/plan";
import { isPlan } from "../plans/plan-json";
import { isMap, parseBlocks, type StackBlocks } from "../sources/blocks";
import type { ManagedPolicies } from "../sources/collect";
import { parseWithoutMarks } from "../sources/unknown-marks";
import { stackValues } from "../sources/values";
import { buildModel } from "./build";
import type { AccessModel } from "./model";

/** A file by its text. */
export interface NamedText {
  /** Of the stack, or of the policy. */
  readonly name: string;
  /** For messages. */
  readonly path: string;
  readonly text: string;
}

/** A stack before it is judged. */
export interface StackText extends Pick<AccessModel, "stack" | "origin"> {
  readonly blocks: StackBlocks;
  /** Account that the stack is for; `undefined` where it does not say it. */
  readonly account: string | undefined;
}

/** How cdktf writes a value inside of a text before it resolves it. */
const UNRESOLVED = /TfToken\[[^\]]*\]/;

/**
 * The stacks that files hold, each by its name. Policy files are one together.
 *
 * @param group how to call that
 * @throws {@link AccessError} for what is none of these, and for two stacks with one name
 */
export function modelsOf(
  files: readonly NamedText[],
  group: string,
  managed: ManagedPolicies = {},
): readonly AccessModel[] {
  return stacksIn(files, group).map(({ stack, origin, blocks, account }) =>
    buildModel(stackValues(blocks, account), { stack, origin }, managed),
  );
}

/** The same, not judged yet. @throws {@link AccessError} */
export function stacksIn(files: readonly NamedText[], group: string): readonly StackText[] {
  const stacks: StackText[] = [];
  const plain: PlainFile[] = [];
  const paths = new Map<string, string>();
  for (const file of files) {
    const { path, text } = file;
    if (UNRESOLVED.test(text))
      throw new AccessError(
        `${path} holds tokens that cdktf has not resolved: write it with \`npx cdktf synth\``,
      );
    const value = parsed(file);
    if (isPolicy(value)) {
      plain.push({ name: file.name, document: value });
      continue;
    }
    const found = isPlan(value) ? fromPlan(value, file) : fromSynthesis(value, file);
    const other = paths.get(found.stack);
    if (other !== undefined)
      throw new AccessError(`two stacks have the name '${found.stack}': ${other} and ${path}`);
    paths.set(found.stack, path);
    stacks.push(found);
  }
  if (plain.length > 0) {
    if (paths.has(group)) throw new AccessError(`a stack and a folder of policies have the name '${group}'`);
    stacks.push({ stack: group, origin: "policies", ...plainBlocks(plain) });
  }
  return stacks;
}

function fromPlan(value: Readonly<Record<string, unknown>>, { name, path }: NamedText): StackText {
  return { stack: name, origin: "plan", ...planBlocks(value, path) };
}

function fromSynthesis(value: unknown, { name, path, text }: NamedText): StackText {
  if (!isMap(value) || !isMap(value.resource))
    throw new AccessError(
      `${path} is neither a synthesized stack nor a plan nor a policy: a stack has 'resource', a plan 'format_version', a policy 'Statement'`,
    );
  const blocks = parseBlocks(text);
  const [provider] = [blocks.provider?.aws ?? []].flat();
  const [account] = [provider?.allowed_account_ids ?? []].flat();
  const metadata = isMap(value["//"]) && isMap(value["//"].metadata) ? value["//"].metadata : {};
  return {
    stack: typeof metadata.stackName === "string" ? metadata.stackName : name,
    origin: "synthesized",
    blocks,
    account: typeof account === "string" && /^\d{12}$/.test(account) ? account : undefined,
  };
}

function parsed({ path, text }: NamedText): unknown {
  try {
    return parseWithoutMarks(text);
  } catch {
    throw new AccessError(`${path} is no JSON`);
  }
}
