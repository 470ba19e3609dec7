/** The README of a module: a sentence, how to call it, what is to know, and the tables that terraform-docs writes. */
import { TERRAFORM_DOCS_END, TERRAFORM_DOCS_START, tablesOf } from "./terraform-docs";
import type { Variable } from "./variables";

export interface ReadmeParts {
  readonly name: string;
  /** What it is compared with: `the sealstack preset \`signing\``. */
  readonly original: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  /** Files of the module by name. */
  readonly code: Readonly<Record<string, string>>;
  readonly example: string;
  /** Further lines. */
  readonly more: string;
}

export function readme({ name, original, description, variables, code, example, more }: ReadmeParts): string {
  return `# ${name}

${description}

\`\`\`hcl
${example.slice(example.indexOf("module ")).trim().replace('"../.."', `"./modules/${name}"`)}
\`\`\`

The module makes what ${original} makes: both are compared, resource by resource, in sealstack's tests.

- **Provider and region** are the caller's: the module has no provider block, and makes everything in the provider's region but what names another.
- **Two calls** in one account need two names of everything that has one: \`name\`, aliases, and buckets where they are given.
- **Deletion**: keys and buckets have \`prevent_destroy\`. Terraform takes no variable for it: to give them up, take the line out of a copy of the module.
  OpenTofu 1.12 and later reads the \`.tofu\` files, in which it is a variable.
- **Unknown keys** of an object are dropped by Terraform without a word; \`terraform console\` shows what is left: \`var.key\`.
${more}

${TERRAFORM_DOCS_START}
${tablesOf(variables, code)}
${TERRAFORM_DOCS_END}
`;
}
