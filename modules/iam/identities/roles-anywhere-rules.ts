import type { Range } from "../../config-error";
import { shown } from "../../show-value";

/** Source: IAM Roles Anywhere API Reference, `CreateTrustAnchor` and `CreateProfile`, `name`. */
const NAME = /^[ A-Za-z0-9_-]*$/;

/** What is wrong with the name of a trust anchor or profile. */
export function anchorNameProblem(name: string, { min, max }: Range): string | undefined {
  if (name.length < min || name.length > max)
    return `name must be ${min} to ${max} characters long, got ${name.length}`;
  return NAME.test(name) ? undefined : `name must be letters, digits, blanks, - and _, got ${shown(name)}`;
}

/** What is wrong with certificates in PEM. */
export function bundleProblem(bundle: string): string | undefined {
  // Not shown, for what is in the wrong file may be a key.
  if (bundle.includes("PRIVATE KEY"))
    return "certificateBundle must hold certificates only, got a private key";
  if (/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(bundle)) return undefined;
  return "certificateBundle must be certificates in PEM, got none";
}
