/** What only Terraform knows, in every place where a program can give it: taken properly, or refused in a sentence that says what is taken. */
import { Fn, Lazy, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { ConfigError } from "../../modules/config-error";
import { ALL_CALLS } from "../helpers/calls/all";
import { emptyStack, outcome, type Path, pathsOf, replaced, valueAt } from "../helpers/calls/call";

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

/** Kinds of values that a place may be given in the types. */
function fits(right: unknown, token: unknown): boolean {
  if (Array.isArray(right)) return Array.isArray(token);
  return typeof right === typeof token && !Array.isArray(token);
}

describe.each(ALL_CALLS)("%s", (_, call) => {
  const places = pathsOf(call.given(emptyStack()));
  const withToken = (path: Path, kind: string) => {
    const stack = emptyStack();
    const right = call.given(stack);
    const token = KINDS[kind]?.(variable(stack));
    return {
      stack,
      token,
      right: valueAt(right, path),
      result: outcome(call, replaced(right, path, token), stack),
    };
  };

  it.each(Object.keys(KINDS))("takes or refuses a %s in every place", (kind) => {
    const wrong = places.flatMap((path) => {
      const { token, right, result } = withToken(path, kind);
      const at = `${path.join(".")}: `;
      if (!(result instanceof Error))
        return /TfToken|\[object|e\+(298|289)/.test(result) ? [at + result] : [];
      if (!(result instanceof ConfigError)) return [at + (result.stack ?? result.message)];
      const name = String(path.findLast((part) => typeof part === "string"));
      const says = fits(right, token) || result.message.includes(name);
      return says && !result.message.includes("TfToken") ? [] : [at + result.message];
    });
    expect(wrong).toEqual([]);
  });

  it("writes the same whatever the number of a token is", () => {
    const differs = places.flatMap((path) =>
      Object.keys(KINDS).filter((kind) => {
        const [one, other] = [1, 2].map(() => {
          // However many digits the numbers have.
          for (let i = 0; i < 30; i += 1) Lazy.stringValue({ produce: () => "x" });
          const { result } = withToken(path, kind);
          return result instanceof Error ? result.message : result;
        });
        return one !== other;
      }),
    );
    expect(differs).toEqual([]);
  });
});
