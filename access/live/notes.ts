/** What a side of the account is made with. */
import { escaped } from "../plans/plan";
import { mark } from "../sources/unknown-marks";
import type { StackValues } from "../sources/values";
import type { Fact, LiveFacts } from "./facts";
import type { Raw } from "./raw";

/** A stack by its real names, and what the account says of it. */
export interface Asked {
  readonly raw: readonly Raw[];
  readonly stack: StackValues;
  readonly facts: LiveFacts;
}

/** Resources that stand for others. */
export interface Replaced {
  /** Addresses of what the account tells of itself. */
  readonly taken: readonly string[];
  readonly put: readonly Raw[];
}

/** Remembers what was not read. Answers that depend on it name it in the same words. */
export class Notes {
  /** By those words, with the reason. */
  readonly notRead = new Map<string, string>();

  /** The text as an attribute; unknown, by name, where it was not read. */
  text(fact: Fact<string>, what: string): string {
    return "read" in fact ? written(fact.read) : this.unknown(what, fact.notRead);
  }

  /** Stands for a text that was not read. */
  unknown(what: string, why: string): string {
    this.notRead.set(what, why);
    return mark(what);
  }
}

/** A text of AWS's that stands for itself, and refers to nothing. */
export const written = (text: string): string => escaped(text.replaceAll(/[\uE000\uE001]/g, "\uFFFD"));

/** Resources of these types that name something by an attribute: the role of a policy, and the like. */
export function about(
  { raw, stack }: Asked,
  type: string,
  names: (attributes: Raw["attributes"], region: string) => boolean,
): readonly Raw[] {
  return raw.filter((each) => {
    if (each.type !== type) return false;
    const resolved = stack.resources.find(({ address }) => address === each.address);
    return resolved !== undefined && names(resolved.attributes, resolved.region);
  });
}
