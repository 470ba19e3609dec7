/** How keys of a configuration are called as variables of a module. */

/** What no variable says: who calls the module has a provider for it. */
const NOT_VARIABLES: readonly string[] = ["preset", "region"];

/** Whether a key at the top of a preset's configuration is a variable of its module. */
export const isVariable = (key: string): boolean => !NOT_VARIABLES.includes(key);

/** A module's block has arguments of its own, so no variable can be called `source`. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "s3-replication-destination": { source: "replication_source" },
  "snapshot-sharing": { source: "snapshot_source", target: "snapshot_target" },
};

/** A unit such as `MiB` is one word. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z](?:iB)?/g, (letter) => `_${letter.toLowerCase()}`);

/** Name of the variable for a key at the top of a preset's configuration. */
export const variableName = (preset: string, key: string): string => RENAMED[preset]?.[key] ?? snakeCase(key);
