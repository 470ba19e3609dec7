/** From the text of files to what can be judged. */
import { AccessError } from "../evaluate/access-error";
import { isPolicy, type PlainFile, plainBlocks } from "../plans/plain";
import { planBlocks } from "../plans/plan";
import { isPlan } from "../plans/plan-json";
import { isMap, parseBlocks } from "../sources/blocks";
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
  const models: AccessModel[] = [];
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
    const model = isPlan(value) ? fromPlan(value, file, managed) : fromSynthesis(value, file, managed);
    const other = paths.get(model.stack);
    if (other !== undefined)
      throw new AccessError(`two stacks have the name '${model.stack}': ${other} and ${path}`);
    paths.set(model.stack, path);
    models.push(model);
  }
  if (plain.length > 0) {
    if (paths.has(group)) throw new AccessError(`a stack and a folder of policies have the name '${group}'`);
    const { blocks, account } = plainBlocks(plain);
    models.push(buildModel(stackValues(blocks, account), { stack: group, origin: "policies" }, managed));
  }
  return models;
}

function fromPlan(
  value: Readonly<Record<string, unknown>>,
  { name, path }: NamedText,
  managed: ManagedPolicies,
) {
  const { blocks, account } = planBlocks(value, path);
  return buildModel(stackValues(blocks, account), { stack: name, origin: "plan" }, managed);
}

function fromSynthesis(value: unknown, { name, path, text }: NamedText, managed: ManagedPolicies) {
  if (!isMap(value) || !isMap(value.resource))
    throw new AccessError(
      `${path} is neither a synthesized stack nor a plan nor a policy: a stack has 'resource', a plan 'format_version', a policy 'Statement'`,
    );
  const blocks = parseBlocks(text);
  const [provider] = [blocks.provider?.aws ?? []].flat();
  const [account] = [provider?.allowed_account_ids ?? []].flat();
  const metadata = isMap(value["//"]) && isMap(value["//"].metadata) ? value["//"].metadata : {};
  const stack = typeof metadata.stackName === "string" ? metadata.stackName : name;
  const values = stackValues(
    blocks,
    typeof account === "string" && /^\d{12}$/.test(account) ? account : undefined,
  );
  return buildModel(values, { stack, origin: "synthesized" }, managed);
}

function parsed({ path, text }: NamedText): unknown {
  try {
    return parseWithoutMarks(text);
  } catch {
    throw new AccessError(`${path} is no JSON`);
  }
}
