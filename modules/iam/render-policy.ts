import { App, Fn, Token, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { ConfigError } from "../config-error";
import type { PolicyKind } from "./limits";
import { policyProblems } from "./policy-check";
import { policyDocument, type Statement } from "./policy-document";

/** How cdktf writes a token inside a string until it is resolved. */
const TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/**
 * The text of a policy, for the output at hand.
 *
 * - JSON output: the final JSON text. References stand in it as `${aws_kms_key.key.arn}`, so plans and golden files show the policy
 *   itself. Their values go in as they are: an ARN, id or name holds no quote or backslash.
 * - HCL output: `jsonencode({...})`, because cdktf corrupts JSON text with references when it writes HCL.
 *
 * IAM variables such as `${aws:username}` are escaped for Terraform in both, and list tokens come out as lists.
 *
 * @throws {@link ConfigError} when the statements are not a valid policy of this kind, or too long for AWS.
 */
export function renderPolicy(scope: Construct, kind: PolicyKind, statements: readonly Statement[]): string {
  const problems = policyProblems(kind, statements);
  if (problems.length > 0) throw new ConfigError(scope.node.path, problems);
  const document = policyDocument(statements);
  return App.of(scope).hclOutput ? Fn.jsonencode(hclLiterals(document)) : jsonText(document);
}

/** JSON text as a Terraform template; cdktf resolves the tokens in it. */
function jsonText(value: unknown): string {
  if (isListToken(value)) return Fn.jsonencode(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${escapeTemplate(JSON.stringify(key))}:${jsonText(item)}`,
    );
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && Token.isUnresolved(value))
    return `"${Tokenization.stringifyNumber(value)}"`;
  // IAM keeps condition values as strings; a literal in another type would come back changed.
  return eachLiteral(JSON.stringify(String(value)), escapeTemplate);
}

/** `Fn.jsonencode` escapes `${` itself, but neither quotes, backslashes nor `%{`. */
function hclLiterals(value: unknown): unknown {
  if (isListToken(value)) return value;
  if (Array.isArray(value)) return value.map(hclLiterals);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hclLiterals(item)]));
  if (typeof value === "number" && Token.isUnresolved(value)) return Tokenization.stringifyNumber(value);
  return eachLiteral(String(value), (text) => text.replaceAll(/["\\]/g, "\\$&").replaceAll("%{", "%%{"));
}

function isListToken(value: unknown): value is string[] {
  return Array.isArray(value) && Token.isUnresolved(value);
}

/** Doubles what would start a template sequence, as Terraform's string syntax wants it. */
function escapeTemplate(text: string): string {
  return text.replaceAll("${", "$$${").replaceAll("%{", "%%{");
}

function eachLiteral(text: string, change: (literal: string) => string): string {
  return text
    .split(TOKEN)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join("");
}
