/**
 * What OpenTofu can take from a variable, and Terraform cannot: `prevent_destroy`. Where both are there, OpenTofu reads `main.tofu` in the place
 * of `main.tf`.
 *
 * @see https://opentofu.org/docs/language/files/
 */

/** A line of the source that names the variable, or what a shared file calls it. */
const MARKED = /prevent_destroy = true # ((?:var|local)\.[\w.]+)/g;

export interface BothFiles {
  readonly terraform: string;
  /** None where it would be the same. */
  readonly opentofu?: string;
}

export function tofuFile(text: string): BothFiles {
  const terraform = text.replaceAll(MARKED, "prevent_destroy = true");
  if (terraform === text && !REFUSAL.test(text)) return { terraform };
  return {
    terraform,
    opentofu: withoutRefusal(
      text.replaceAll(MARKED, (_, variable: string) => `prevent_destroy = ${variable}`),
    ),
  };
}

/** Stands in the sentence with which Terraform's variant refuses what it cannot do. */
export const TERRAFORM_ONLY = "Terraform takes no variable for it";

/** That sentence, and the one of variables that are written by hand. */
const REFUSAL = /error_message = .*Terraform takes no variable for /;

const withoutRefusal = (text: string): string =>
  text.replaceAll(/\n+ {2}validation \{\n[^\n]*\n[^\n]*\n {2}\}/g, (block) =>
    REFUSAL.test(block) ? "" : block,
  );
