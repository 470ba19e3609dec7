/**
 * Whom a statement is about.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { AccessError } from "../access-error";
import type { Who } from "../compiled";

const KINDS = ["AWS", "Service", "Federated", "CanonicalUser"];
const ROOT = /^arn:[a-z0-9-]+:iam::(\d{12}):root$/;

export function whoOf(principal: unknown, notPrincipal: unknown, where: string): Who | undefined {
  if (principal !== undefined && notPrincipal !== undefined)
    throw new AccessError(`${where} has both Principal and NotPrincipal`);
  if (principal !== undefined) return element(principal, false, `Principal of ${where}`);
  return notPrincipal === undefined ? undefined : element(notPrincipal, true, `NotPrincipal of ${where}`);
}

function element(value: unknown, not: boolean, where: string): Who {
  const nobody = { aws: [], service: [], federated: [], canonical: [], everybodyOfAws: false };
  if (value === "*") return { ...nobody, not, everybody: true };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AccessError(
      `${where} is ${JSON.stringify(value)}: write "*", or an object of ${KINDS.join(", ")}`,
    );
  const stray = Object.keys(value).find((kind) => !KINDS.includes(kind));
  if (stray !== undefined)
    throw new AccessError(`${where} has '${stray}', which is none of ${KINDS.join(", ")}`);
  const list = (kind: string): readonly string[] => {
    const given: readonly unknown[] = [(value as Readonly<Record<string, unknown>>)[kind] ?? []].flat();
    return given.map((each) => named(each, kind, where));
  };
  const aws = list("AWS");
  return {
    not,
    everybody: false,
    everybodyOfAws: aws.includes("*"),
    aws: aws.filter((each) => each !== "*").map((each) => ROOT.exec(each)?.[1] ?? each),
    service: list("Service"),
    federated: list("Federated"),
    canonical: list("CanonicalUser"),
  };
}

/** A star is everybody; it does not stand for a part of a name. */
function named(value: unknown, kind: string, where: string): string {
  if (typeof value !== "string")
    throw new AccessError(`${where} holds ${JSON.stringify(value)}, which is no text`);
  const star = /[*?]/.test(value.replaceAll(/\$\{[^}]*\}/g, ""));
  if (star && !(kind === "AWS" && value === "*"))
    throw new AccessError(`${where} holds '${value}': a wildcard cannot stand for a part of a principal`);
  return value;
}
