/** What a row of the table says: which calls the provider makes for a resource type, and on what. */

import type { AwsEnvironment } from "../iam/policies/principals";
import type { Conditions } from "../iam/policies/statement";
import type { Block } from "./stack-blocks";

/** Where rows know the stack from. */
export interface RowEnvironment extends AwsEnvironment {
  /** Name of the stack, which its keys carry as a tag. */
  readonly stack: string;
}

/** Calls on some resources, under conditions. */
export interface Calls {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** One resource type. */
export interface Row {
  /** Calls with which a plan reads it. */
  readonly read: (block: Block, env: RowEnvironment) => readonly Calls[];
  /** Calls with which an apply makes and changes it. */
  readonly change: (block: Block, env: RowEnvironment) => readonly Calls[];
  /** Calls with which an apply removes it; not asked where `prevent_destroy` protects it. */
  readonly remove: (block: Block, env: RowEnvironment) => readonly Calls[];
}

/** The actions of a row on the same resources. */
export interface ActionsOf {
  readonly read: readonly string[];
  readonly change: readonly string[];
  readonly remove: readonly string[];
}

/** A row whose calls are all about the same resources. */
export function rowOn(
  resources: (block: Block, env: RowEnvironment) => readonly string[],
  { read, change, remove }: ActionsOf,
): Row {
  const calls = (actions: readonly string[]) => (block: Block, env: RowEnvironment) =>
    actions.length === 0 ? [] : [{ actions, resources: resources(block, env) }];
  return { read: calls(read), change: calls(change), remove: calls(remove) };
}

/** A row with what it needs besides. */
export function also(row: Row, more: Partial<Row>): Row {
  const both = (one: Row["read"], other: Row["read"] | undefined): Row["read"] =>
    other === undefined ? one : (block, env) => [...one(block, env), ...other(block, env)];
  return {
    read: both(row.read, more.read),
    change: both(row.change, more.change),
    remove: both(row.remove, more.remove),
  };
}

/** Calls that AWS knows for everything of the account at once, or for nothing that has an ARN. */
export function anywhere(...actions: readonly string[]): () => readonly Calls[] {
  return () => [{ actions, resources: ["*"] }];
}

/** ARN of something with a name, in the region of its resource. */
export function arnIn(
  { partition, accountId }: RowEnvironment,
  service: string,
  region: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
