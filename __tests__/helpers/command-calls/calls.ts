import type { ClaimPrincipal, ClaimRequest } from "../../../presets/common/claims/claim";
import type { PolicySet } from "../../../tools/policy-check";
import type { ParsedCommand } from "../repository/documented-commands";

/** Somebody of a synthesized stack, and what he works with. */
export interface Actor {
  readonly policies: PolicySet;
  readonly principal: ClaimPrincipal;
  /** Where backups are, and below which prefixes. */
  readonly bucket?: { readonly arn: string; readonly prefixes: readonly string[] };
  /** Of the backups, of the cluster, or that signs: where the command names none. */
  readonly keyArn?: string;
  /** That a sharer shares with. */
  readonly accounts?: readonly string[];
  /** Of the keys that a copier copies from. */
  readonly sourceKeyArns?: readonly string[];
  /** Of the other versions of a key that is rotated by hand. */
  readonly otherVersions?: readonly string[];
  /** Of the HMAC key. */
  readonly macKeyArn?: string;
}

/** A part of a request, before it is known who makes it. */
export type Call = Omit<ClaimRequest, "principal">;
export type Calls = (command: ParsedCommand, actor: Actor) => readonly (Call | ClaimRequest)[];
