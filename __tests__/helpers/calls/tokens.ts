/** What only Terraform knows, in every place of a call. */
import { Fn, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { ConfigError } from "../../../modules/config-error";
import { type Call, emptyStack, outcome, type Path, pathsOf, replaced, valueAt } from "./call";

/** A value of each kind, and what it stands in place of. */
const KINDS: Readonly<Record<string, (variable: TerraformVariable) => unknown>> = {
  text: ({ stringValue }) => stringValue,
  "part of a text": ({ stringValue }) => `x-${stringValue}/`,
  list: ({ listValue }) => listValue,
  "list beside others": ({ listValue }) => ["arn:aws:iam::111122223333:role/x", ...listValue],
  "list of a function": ({ listValue }) => Fn.concat([listValue, ["x"]]),
  number: ({ numberValue }) => numberValue,
  "truth value": ({ booleanValue }) => booleanValue,
  map: ({ value }) => Token.asStringMap(value),
  "map beside others": ({ value }) => ({ ...Token.asStringMap(value), Name: "x" }),
  "map of a function": ({ value }) => Fn.merge([value, { Name: "x" }]),
  "value without a type": ({ value }) => value,
  "key of a map": ({ stringValue }) => ({ [stringValue]: "x" }),
};

const variable = (stack: TerraformStack) => new TerraformVariable(stack, "token", {});

/** Whether the types would let a place have such a value. */
function fits(right: unknown, token: unknown): boolean {
  if (Array.isArray(right)) return Array.isArray(token);
  return typeof right === typeof token && !Array.isArray(token);
}

/** A token of each form, of no stack: a stack for each would cost more than all that is tested here. */
function useUp(): void {
  const value = { resolve: () => "used up" };
  void [Token.asString(value), Token.asList(value), Token.asNumber(value), Token.asStringMap(value)];
}

function withToken(call: Call, path: Path, kind: string) {
  const stack = emptyStack();
  const right = call.given(stack);
  const token = KINDS[kind]?.(variable(stack));
  return {
    token,
    right: valueAt(right, path),
    result: outcome(call, replaced(right, path, token), stack),
  };
}

/** What is wrong with what comes of a token in a place. */
function problem(call: Call, path: Path, kind: string): string | undefined {
  const { token, right, result } = withToken(call, path, kind);
  if (result instanceof ConfigError) {
    const name = String(path.findLast((part) => typeof part === "string"));
    if (/TfToken|e\+(298|289)/.test(result.message)) return `shows a token: ${result.message}`;
    return fits(right, token) || result.message.includes(name)
      ? undefined
      : `says nothing of it: ${result.message}`;
  }
  if (result instanceof Error) return result.stack;
  if (/TfToken|\[object|e\+(298|289)/.test(result)) return `writes a token: ${result}`;
  // Numbers of tokens go on from one stack to the next, so these are others.
  for (let i = 0; i < 10; i += 1) useUp();
  return withToken(call, path, kind).result === result ? undefined : "is written otherwise the second time";
}

/** Where a token is neither taken properly nor refused by a sentence about itself. */
export function tokenProblems(call: Call): readonly string[] {
  return pathsOf(call.given(emptyStack())).flatMap((path) =>
    Object.keys(KINDS).flatMap((kind) => {
      const found = problem(call, path, kind);
      return found === undefined ? [] : [`a ${kind} as ${path.join(".")}: ${found}`];
    }),
  );
}
