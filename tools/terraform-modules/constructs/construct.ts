/** What is told of a module that is one construct, so that it can be compared with it. */
import type { TerraformStack } from "cdktf";

/** A module of `terraform/` that has no preset: its variables are written by hand. */
export interface ConstructModule<V extends object> {
  /** Files of `terraform/common` that it is made of; those whose names end in `variables` go into its `variables.tf`. */
  readonly partials: readonly string[];
  /** Calls of it, as a Terraform user writes them. What each says of a variable is mixed with what the others say of theirs. */
  readonly configurations: Readonly<Record<string, V>>;
  /** Calls that both refuse, by the same sentences. */
  readonly refused: Readonly<Record<string, V>>;
  /** What names begin with that constructs make of their place. @default - the name of the configuration */
  stackId?(values: V): string;
  /** Words of the construct's sentences that Terraform's users know otherwise. @default - none */
  readonly names?: Readonly<Record<string, string>>;
  /** Makes the same of the construct. Returns the outputs. */
  build(stack: TerraformStack, name: string, values: V): Readonly<Record<string, unknown>>;
}

/** `encrypt_only` as TypeScript calls it. */
export const camelCase = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Names of an object's own keys in TypeScript's way; what they hold is left as it is, and what is null is left out. */
export function camelKeys<T>(values: Readonly<Record<string, T>>): Record<string, NonNullable<T>> {
  return Object.fromEntries(
    Object.entries(values)
      .filter((entry): entry is [string, NonNullable<T>] => entry[1] !== undefined && entry[1] !== null)
      .map(([name, value]) => [camelCase(name), value]),
  );
}
