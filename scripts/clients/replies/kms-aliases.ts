/** What a reply to ListAliases must hold: aliases of the key that was asked about, and whether there are more. */
import { parseArn } from "../../../modules/arn";
import { BadReplyError } from "./bad-reply";
import { answeredDate } from "./kms-reply";

export interface Alias {
  readonly name: string;
  readonly arn: string | undefined;
  /** When it was last moved, or made. */
  readonly updated: Date | undefined;
}

/** As it came: nothing of it is certain. */
interface Reply {
  readonly Aliases?: unknown;
  readonly NextMarker?: unknown;
  readonly Truncated?: unknown;
}

/** @throws BadReplyError */
export function answeredAliases(
  { Aliases: aliases = [], NextMarker: next, Truncated: truncated }: Reply,
  keyArn: string,
): { readonly aliases: readonly Alias[]; readonly next: string | undefined } {
  if (!Array.isArray(aliases)) throw new BadReplyError("KMS answered without a list of aliases");
  const more = typeof next === "string" && next !== "";
  if (truncated === true && !more)
    throw new BadReplyError("KMS answered that there are more aliases, and not where");
  return { aliases: aliases.map((alias) => aliasOf(alias, keyArn)), next: more ? next : undefined };
}

function aliasOf(alias: unknown, keyArn: string): Alias {
  const { AliasName, AliasArn, TargetKeyId, LastUpdatedDate, CreationDate } = (alias ?? {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof AliasName !== "string") throw new BadReplyError("KMS answered with an alias without a name");
  if (TargetKeyId !== undefined && `key/${TargetKeyId}` !== parseArn(keyArn)?.resource)
    throw new BadReplyError("KMS answered with an alias of another key than the one that was asked about");
  const updated = LastUpdatedDate ?? CreationDate;
  return {
    name: AliasName,
    arn: typeof AliasArn === "string" ? AliasArn : undefined,
    updated: updated === undefined ? undefined : answeredDate(updated, "the date of an alias"),
  };
}
