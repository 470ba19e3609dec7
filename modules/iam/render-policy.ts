import { App, Fn, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { ConfigError } from "../config-error";
import { callback, construct, json } from "../shape";
import { holdsTemplate, isToken } from "../tokens";
import { assertArguments } from "../validate";
import { judgePolicy } from "./judge-policy";
import type { PolicyKind } from "./limits";
import { type Conditions, documentOf, type Statement } from "./policies/policy-document";
import { hasTokens, mapTokens, tokenOfText } from "./policies/token-text";

/** How an output format writes what JSON and HCL write differently. */
interface Syntax {
  /** Between a key and its value. */
  readonly colon: string;
  /** Between items. */
  readonly comma: string;
  /** A list that only Terraform knows. */
  list(token: string[]): string;
  /** What stands between quotes for a number that only Terraform knows. */
  number(token: number): string;
  /** Whether truth values and numbers stay what they are. @default false */
  readonly typed?: true;
}

/** Inside of a string that is JSON text: Terraform has to turn the list into JSON. */
const JSON_TEXT: Syntax = {
  colon: ":",
  comma: ",",
  list: (token) => Fn.jsonencode(token),
  number: Tokenization.stringifyNumber,
};

/** Inside of `jsonencode(...)`: a string of one template sequence has the type of what is in it. */
const HCL_EXPRESSION: Syntax = {
  colon: " = ",
  comma: ", ",
  list: (token) => `"${Token.asString(Tokenization.reverseList(token))}"`,
  number: (token) => Fn.tostring(token),
};

const SCOPE = { scope: construct };
const LATER = { scope: construct, statements: callback };

/**
 * The text of a policy, for the output at hand.
 *
 * - JSON output: the final JSON text. References stand in it as `${aws_kms_key.key.arn}`, so plans and golden files show the policy
 *   itself. Their values go in as they are: an ARN, id or name holds no quote or backslash.
 * - HCL output: `jsonencode({...})`, because cdktf corrupts JSON text with references when it writes HCL. It is not made with
 *   `Fn.jsonencode`, which does not escape quotes, backslashes and `%{`, and loses the braces of tokens in keys.
 *
 * IAM variables such as `${aws:username}` are escaped for Terraform in both, and list tokens come out as lists.
 *
 * @throws {@link ConfigError} when the statements are not a valid policy of this kind, too long for AWS, or say what is almost never
 * meant, see {@link FINDINGS}.
 */
export function renderPolicy(scope: Construct, kind: PolicyKind, statements: readonly Statement[]): string {
  assertArguments("renderPolicy", { scope }, SCOPE);
  return withTokens(policyText(scope, kind, statements));
}

/** {@link renderPolicy} for a policy that grows until cdktf needs its text. As long as the list is the same, it is rendered once. */
export function renderPolicyLater(
  scope: Construct,
  kind: PolicyKind,
  statements: () => readonly Statement[],
): string {
  assertArguments("renderPolicyLater", { scope, statements }, LATER);
  let last: { readonly of: readonly Statement[]; readonly text: string } | undefined;
  return tokenOfText(() => {
    const now = statements();
    if (last?.of !== now) last = { of: now, text: policyText(scope, kind, now) };
    return last.text;
  });
}

/** The text with its tokens. */
function policyText(scope: Construct, kind: PolicyKind, statements: readonly Statement[]): string {
  const problems = judgePolicy(kind, statements);
  if (problems.length > 0) throw new ConfigError(scope.node.path, problems);
  return (
    (App.of(scope).hclOutput ? undefined : plainJson(statements)) ??
    textFor(scope, documentOf(statements), {})
  );
}

/** The same text as {@link textFor} makes, many times as fast, for statements in which there is nothing but texts, numbers and truth values that are known. */
function plainJson(statements: readonly Statement[]): string | undefined {
  let known = true;
  const written = (value: Conditions[string][string]) => {
    if (typeof value === "string" || Array.isArray(value)) return value;
    known &&= !isToken(value);
    return String(value);
  };
  const plain = statements.map((statement) =>
    statement.conditions === undefined
      ? statement
      : { ...statement, conditions: mapConditions(statement.conditions, written) },
  );
  if (!known) return undefined;
  const text = JSON.stringify(documentOf(plain));
  return holdsTemplate(text) ? undefined : text;
}

function mapConditions(
  conditions: Conditions,
  map: (value: Conditions[string][string]) => Conditions[string][string],
): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, values]) => [
      operator,
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)])),
    ]),
  );
}

/** Other JSON that a resource takes as text, such as an event pattern: like {@link renderPolicy}, but truth values and numbers stay what they are. */
export function renderJson(scope: Construct, value: unknown): string {
  assertArguments("renderJson", { scope, value }, { scope: construct, value: json });
  return withTokens(textFor(scope, value, { typed: true }));
}

/** A text with quotes and references, such as a filter pattern: cdktf leaves the quotes of such a text unescaped when it writes HCL. */
export function renderText(scope: Construct, text: string): string {
  return App.of(scope).hclOutput ? withTokens(`\${${string(text)}}`) : text;
}

function textFor(scope: Construct, value: unknown, how: Pick<Syntax, "typed">): string {
  return App.of(scope).hclOutput
    ? `\${jsonencode(${render(value, { ...HCL_EXPRESSION, ...how })})}`
    : render(value, { ...JSON_TEXT, ...how });
}

function withTokens(text: string): string {
  return hasTokens(text) ? tokenOfText(() => text) : text;
}

/** The two syntaxes agree on strings and lists. Tokens stay in the text until it is resolved. */
function render(value: unknown, syntax: Syntax): string {
  if (Array.isArray(value)) {
    if (isToken(value)) return syntax.list(value);
    return `[${value.map((item) => render(item, syntax)).join(syntax.comma)}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${string(key)}${syntax.colon}${render(item, syntax)}`,
    );
    return `{${members.join(syntax.comma)}}`;
  }
  if (typeof value === "number" && isToken(value)) return `"${syntax.number(value)}"`;
  if (syntax.typed === true && typeof value !== "string") return String(value);
  // IAM keeps condition values as strings; a literal in another type would come back changed.
  return string(String(value));
}

/** A quoted string in which Terraform finds no template sequences but those of tokens. */
function string(text: string): string {
  // Most are names of actions, with nothing to look for.
  return text.includes("{") ? `"${mapTokens(text, (token) => token, quotable)}"` : JSON.stringify(text);
}

function quotable(literal: string): string {
  return JSON.stringify(literal).slice(1, -1).replaceAll("${", "$$${").replaceAll("%{", "%%{");
}
