import { type IResolvable, type IResolveContext, Token } from "cdktf";
import { isToken, tokenParts } from "../../tokens";

/** The last answer, and what it was an answer to. */
interface Answer {
  readonly text: string;
  readonly scope: IResolveContext["scope"];
  readonly resolved: string;
}

/**
 * Text with tokens, each resolved by itself: cdktf leaves out the braces of a token that stands between `${` and `}`, though they be escaped.
 *
 * Not a `Lazy`, which keeps a stack trace of where it was made; that alone took a fifth of a synthesis.
 */
class TokenText implements IResolvable {
  readonly creationStack: string[] = [];
  private last: Answer | undefined;

  constructor(private readonly produce: () => string) {}

  resolve(context: IResolveContext): string {
    const { scope, preparing } = context;
    const text = this.produce();
    if (!preparing && this.last?.text === text && this.last.scope === scope) return this.last.resolved;
    const resolved = mapTokens(
      text,
      (token) => String(context.resolve(token)),
      (literal) => literal,
    );
    // cdktf prepares a stack before it writes it, and makes what references to other stacks need only then.
    this.last = preparing ? { text, scope, resolved } : undefined;
    return resolved;
  }

  toString(): string {
    return Token.asString(this);
  }

  toJSON(): string {
    return "<unresolved-text>";
  }
}

/** A token that stands for text, in which there may be tokens again. It is asked for each time that cdktf resolves, which is several times. */
export function tokenOfText(produce: () => string): string {
  return new TokenText(produce).toString();
}

/** Whether there is something left to resolve in a text. */
export function hasTokens(text: string): boolean {
  return isToken(text);
}

/** A text with its tokens, and what is between them, replaced. */
export function mapTokens(
  text: string,
  token: (part: string) => string,
  literal: (part: string) => string,
): string {
  return tokenParts(text)
    .map((part, index) => (index % 2 === 1 ? token(part) : literal(part)))
    .join("");
}
