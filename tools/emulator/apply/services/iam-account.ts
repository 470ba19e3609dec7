/** IAM: what an account has once. */
import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  DeleteAccountPasswordPolicyCommand,
  GetAccountPasswordPolicyCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  UpdateAccountPasswordPolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { resourceType } from "../resource-type";
import { unlessMissing } from "../sdk";
import { MISSING } from "./iam-common";

const aliasSchema = z.strictObject({ account_alias: z.string() });

export const iamAccountAlias = resourceType(aliasSchema, {
  replaceOn: ["account_alias"],
  async create({ iam }, { account_alias: AccountAlias }) {
    await iam.send(new CreateAccountAliasCommand({ AccountAlias }));
    return { id: AccountAlias };
  },
  async read({ iam }, id) {
    const { AccountAliases = [] } = await iam.send(new ListAccountAliasesCommand({}));
    return AccountAliases.includes(id) ? { facts: {}, computed: { id } } : undefined;
  },
  facts: () => ({}),
  // Everything in it replaces it.
  update: () => Promise.resolve(),
  async remove({ iam }, AccountAlias) {
    await unlessMissing(MISSING, iam.send(new DeleteAccountAliasCommand({ AccountAlias })));
    return undefined;
  },
});

const passwordSchema = z.strictObject({
  allow_users_to_change_password: z.boolean().default(true),
  hard_expiry: z.boolean().optional(),
  max_password_age: z.number().optional(),
  minimum_password_length: z.number().default(6),
  password_reuse_prevention: z.number().optional(),
  require_lowercase_characters: z.boolean().default(false),
  require_numbers: z.boolean().default(false),
  require_symbols: z.boolean().default(false),
  require_uppercase_characters: z.boolean().default(false),
});
type PasswordPolicy = z.output<typeof passwordSchema>;

export const iamPasswordPolicy = resourceType(passwordSchema, {
  replaceOn: [],
  async create({ iam }, wanted) {
    await putPasswordPolicy(iam, wanted);
    return { id: "iam-account-password-policy" };
  },
  async read({ iam }, id) {
    const found = await unlessMissing(MISSING, iam.send(new GetAccountPasswordPolicyCommand({})));
    return found && { facts: found.PasswordPolicy, computed: { id } };
  },
  facts: requestOf,
  update: ({ iam }, _id, wanted) => putPasswordPolicy(iam, wanted),
  async remove({ iam }) {
    await unlessMissing(MISSING, iam.send(new DeleteAccountPasswordPolicyCommand({})));
    return undefined;
  },
});

function requestOf(wanted: PasswordPolicy) {
  const { hard_expiry, max_password_age, password_reuse_prevention } = wanted;
  return {
    AllowUsersToChangePassword: wanted.allow_users_to_change_password,
    MinimumPasswordLength: wanted.minimum_password_length,
    RequireLowercaseCharacters: wanted.require_lowercase_characters,
    RequireNumbers: wanted.require_numbers,
    RequireSymbols: wanted.require_symbols,
    RequireUppercaseCharacters: wanted.require_uppercase_characters,
    ...(hard_expiry === undefined ? {} : { HardExpiry: hard_expiry }),
    ...(max_password_age === undefined ? {} : { MaxPasswordAge: max_password_age }),
    ...(password_reuse_prevention === undefined
      ? {}
      : { PasswordReusePrevention: password_reuse_prevention }),
  };
}

async function putPasswordPolicy(iam: IAMClient, wanted: PasswordPolicy): Promise<void> {
  await iam.send(new UpdateAccountPasswordPolicyCommand(requestOf(wanted)));
}
