import { PROVIDER_DEFAULTS } from "./provider-defaults";

/** A resource without what it says of the provider's defaults. */
export function withoutDefaults(block: string): string {
  const [, type = ""] = /^resource "(\w+)"/.exec(block) ?? [];
  const defaults = PROVIDER_DEFAULTS[type];
  if (defaults === undefined) return block;
  return block
    .split("\n")
    .filter((line) => {
      const [, name = "", value] = /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
      return defaults[name] === undefined || JSON.stringify(defaults[name]) !== value;
    })
    .join("\n");
}
