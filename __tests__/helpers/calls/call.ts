/** What programs can call, with arguments that are right, so that tests can replace them one by one. */
import { App, TerraformOutput, TerraformStack } from "cdktf";

/** By name; of constructs they are the props. */
export type Given = Readonly<Record<string, unknown>>;

/** One construct, builder or method. */
export interface Call {
  /** As the module exports it; of a method, with its class: `Key.grant`. */
  readonly name: string;
  /** Right arguments, made anew for each stack. */
  readonly given: (stack: TerraformStack) => Given;
  // biome-ignore lint/suspicious/noExplicitAny: callers without types
  readonly call: (stack: TerraformStack, given: any) => unknown;
}

/** A class with the arguments of every construct. */
// biome-ignore lint/suspicious/noExplicitAny: props differ
type ConstructClass = new (scope: TerraformStack, id: string, props: any) => unknown;

/** A construct: its props are the arguments. */
export function construct(type: ConstructClass, given: Call["given"] | Given): Call {
  return {
    name: type.name,
    given: typeof given === "function" ? (given as Call["given"]) : () => given,
    call: (stack, props) => new type(stack, "tested", props),
  };
}

/** A builder: its parameters in their order. */
export function builder(
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: parameters differ
  run: (...parameters: any[]) => unknown,
  given: Call["given"] | Given,
): Call {
  return {
    name,
    given: typeof given === "function" ? (given as Call["given"]) : () => given,
    call: (_, parameters) => run(...Object.values(parameters as Given)),
  };
}

/** What a call made and gave back, as cdktf would write it. */
function madeBy(stack: TerraformStack, result: unknown): string {
  if (TerraformStack.isStack(result)) return written(result);
  if (result === undefined || typeof result === "function" || isConstruct(result)) return written(stack);
  new TerraformOutput(stack, "result", { value: result });
  return written(stack);
}

function isConstruct(value: unknown): boolean {
  return typeof value === "object" && value !== null && "node" in value;
}

/** A stack that writes nothing. */
export function emptyStack(): TerraformStack {
  return new TerraformStack(new App({ skipValidation: true }), "test");
}

/** What cdktf would write, without what it adds about itself. */
function written(stack: TerraformStack): string {
  return JSON.stringify(stack.toTerraform());
}

/** What a call with these arguments comes to, as cdktf would write it with what was given back; or the error. */
export function outcome({ call }: Call, given: unknown, stack = emptyStack()): string | Error {
  try {
    return madeBy(stack, call(stack, given));
  } catch (error) {
    return error as Error;
  }
}

/** Where a value stands among the arguments. */
export type Path = readonly (string | number)[];

/** Every place in plain lists and objects; constructs and functions are values as a whole. */
export function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  const own = path.length === 0 ? [] : [path];
  if (Array.isArray(value)) return [...own, ...value.flatMap((one, index) => pathsOf(one, [...path, index]))];
  if (!isPlain(value)) return own;
  return [...own, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}

/** A copy with another value in one place. */
export function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, index) => (index === first ? replaced(one, rest, by) : one));
  return { ...(value as object), [first]: replaced((value as Given)[first], rest, by) };
}

/** Plain objects, in which properties can be added. */
export function objectsOf(value: unknown): readonly Path[] {
  return [[], ...pathsOf(value)].filter((path) => isPlain(valueAt(value, path)));
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Given)[key], value);
}

function isPlain(value: unknown): value is Given {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
