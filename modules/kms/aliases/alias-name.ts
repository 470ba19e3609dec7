import { text } from "../../shape";
import { shown } from "../../show-value";
import { ALIAS_LENGTH } from "../limits";

/** Every alias starts with it. */
export const ALIAS_PREFIX = "alias/";

/** AWS keeps these for its own keys. */
const RESERVED = "alias/aws/";

/**
 * What is wrong with an alias.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function aliasProblem(alias: string): string | undefined {
  const [form] = text("alias", alias);
  if (form !== undefined) return form;
  const got = `got ${shown(alias)}`;
  if (!alias.startsWith(ALIAS_PREFIX)) return `alias must start with '${ALIAS_PREFIX}', ${got}`;
  if (alias.startsWith(RESERVED)) return `alias must not start with '${RESERVED}', which AWS keeps, ${got}`;
  if (alias.startsWith(`${ALIAS_PREFIX}${ALIAS_PREFIX}`))
    return `alias must start with '${ALIAS_PREFIX}' once, ${got}`;
  if (alias.length < ALIAS_LENGTH.min || alias.length > ALIAS_LENGTH.max)
    return `alias must be ${ALIAS_LENGTH.min} to ${ALIAS_LENGTH.max} characters long, got ${alias.length}`;
  if (!/^[A-Za-z0-9/_-]+$/.test(alias)) return `alias must be letters, digits, '/', '_' and '-', ${got}`;
  return undefined;
}

/** Characters that Terraform appends to a prefix. Source: terraform-plugin-sdk, `id.UniqueIDSuffixLength`. */
const UNIQUE_SUFFIX_LENGTH = 26;

/** What is wrong with the start of an alias, to which Terraform adds {@link UNIQUE_SUFFIX_LENGTH} characters. */
export function aliasPrefixProblem(prefix: string): string | undefined {
  const problem = aliasProblem(prefix + "0".repeat(UNIQUE_SUFFIX_LENGTH));
  return problem === undefined ? undefined : `namePrefix ${shown(prefix)}: with its unique end, ${problem}`;
}
