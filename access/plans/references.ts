/** What the configuration of a plan says about values that are not known yet: the references that they are made of. */
import { isMap } from "../sources/blocks";
import type { Json } from "./plan-json";

/** One attribute of one resource. */
export interface Target {
  readonly address: string;
  readonly attribute: string;
}

/** Modules within modules, deeper than anybody nests them. */
const DEEPEST = 12;

export class References {
  constructor(
    private readonly root: Json,
    /** Addresses of the plan's resources. */
    private readonly addresses: ReadonlySet<string>,
  ) {}

  /** The block of a resource in the configuration. */
  configured(address: string): Json | undefined {
    const { modules, rest } = split(address);
    const name = withoutIndex(rest);
    return [this.module(modules)?.resources ?? []]
      .flat()
      .filter(isMap)
      .find((each) => each.address === name);
  }

  /** The one attribute that an expression of a resource refers to; `undefined` where it is not one, or not found. */
  target(address: string, expression: unknown): Target | undefined {
    const { modules, rest } = split(address);
    return this.follow(expression, modules, /\[[^\]]*\]$/.exec(rest)?.[0] ?? "", 0);
  }

  private follow(
    expression: unknown,
    modules: readonly string[],
    index: string,
    depth: number,
  ): Target | undefined {
    const names = longestOf(expression);
    const [name = ""] = names;
    if (names.length !== 1 || depth > DEEPEST) return undefined;
    const parts = name.split(".");
    if (parts[0] === "var") {
      const call = this.call(modules);
      return call && this.follow(call.expressions?.[parts[1] ?? ""], modules.slice(0, -1), index, depth + 1);
    }
    if (parts[0] === "module") {
      const inner = [...modules, parts[1] ?? ""];
      const outputs = this.module(inner)?.outputs;
      const output = isMap(outputs) ? outputs[parts[2] ?? ""] : undefined;
      return isMap(output) ? this.follow(output.expression, inner, index, depth + 1) : undefined;
    }
    const [type, resource, attribute] = parts;
    if (attribute === undefined || type === "data") return undefined;
    const found = this.instance(modules, `${type}.${withoutIndex(resource ?? "")}`, index);
    return found === undefined ? undefined : { address: found, attribute };
  }

  /** The instance of the same index, or the only one. */
  private instance(modules: readonly string[], name: string, index: string): string | undefined {
    const all = [...this.addresses].filter((address) => {
      const { modules: own, rest } = split(address);
      return (
        withoutIndex(rest) === name && own.map(withoutIndex).join(".") === modules.map(withoutIndex).join(".")
      );
    });
    return (
      all.find((address) => address.endsWith(`${name}${index}`)) ?? (all.length === 1 ? all[0] : undefined)
    );
  }

  private module(modules: readonly string[]): Json | undefined {
    let at: unknown = this.root;
    for (const name of modules) {
      const calls = isMap(at) ? at.module_calls : undefined;
      const call = isMap(calls) ? calls[withoutIndex(name)] : undefined;
      at = isMap(call) ? call.module : undefined;
    }
    return isMap(at) ? at : undefined;
  }

  private call(modules: readonly string[]): { readonly expressions?: Json } | undefined {
    const calls = this.module(modules.slice(0, -1))?.module_calls;
    const call = isMap(calls) ? calls[withoutIndex(modules.at(-1) ?? "")] : undefined;
    return isMap(call) && isMap(call.expressions) ? { expressions: call.expressions } : undefined;
  }
}

/** Names that an expression refers to; those that others begin with are left out: Terraform lists both. */
export function longestOf(expression: unknown): readonly string[] {
  const all =
    isMap(expression) && Array.isArray(expression.references) ? expression.references.map(String) : [];
  const counting = all.filter((name) => !/^(each|count)\./.test(name));
  return counting.filter(
    (name) =>
      !counting.some(
        (other) => other !== name && (other.startsWith(`${name}.`) || other.startsWith(`${name}[`)),
      ),
  );
}

function split(address: string): { readonly modules: readonly string[]; readonly rest: string } {
  const modules: string[] = [];
  let rest = address;
  for (;;) {
    const [whole, name] = /^module\.([^.[]+(?:\[[^\]]*\])?)\./.exec(rest) ?? [];
    if (whole === undefined || name === undefined) return { modules, rest };
    modules.push(name);
    rest = rest.slice(whole.length);
  }
}

function withoutIndex(name: string): string {
  return name.replace(/\[[^\]]*\]$/, "");
}
