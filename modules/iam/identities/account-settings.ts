import { IamAccountAlias } from "@cdktf/provider-aws/lib/iam-account-alias";
import { IamAccountPasswordPolicy } from "@cdktf/provider-aws/lib/iam-account-password-policy";
import { Construct } from "constructs";
import { number, optional, type Shape, text } from "../../shape";
import { shown } from "../../show-value";
import { assertProps, assertValid, outside, type Rule, unlessToken } from "../../validate";
import { PASSWORD_LENGTH, PASSWORD_MAX_AGE_IN_DAYS, PASSWORD_REUSE_PREVENTION } from "../limits";

/** What {@link AccountSettings} needs. */
export interface AccountSettingsProps {
  /**
   * Name of the account in the sign-in URL, unique in all of AWS: 3 to 63 lower-case letters, digits and single hyphens.
   *
   * @default - left alone
   */
  readonly alias?: string;
  /**
   * Shortest password of an IAM user, 6 to 128.
   *
   * @default 14
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html
   */
  readonly minimumPasswordLength?: number;
  /**
   * How many earlier passwords cannot be used again, 1 to 24.
   *
   * @default 24
   */
  readonly passwordReusePrevention?: number;
  /**
   * Days until a password has to be changed, 1 to 1095.
   *
   * @default - passwords do not expire, as NIST SP 800-63B advises
   */
  readonly maxPasswordAgeInDays?: number;
}

const PROPS: Shape<AccountSettingsProps> = {
  alias: optional(text),
  minimumPasswordLength: optional(number),
  passwordReusePrevention: optional(number),
  maxPasswordAgeInDays: optional(number),
};

const RULES: readonly Rule<AccountSettingsProps>[] = [
  ({ alias }) =>
    unlessToken(alias, (given) =>
      /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(given)
        ? undefined
        : `alias must be 3 to 63 lower-case letters, digits and single hyphens, got ${shown(given)}`,
    ),
  ({ minimumPasswordLength: length }) => outside("minimumPasswordLength", length, PASSWORD_LENGTH),
  ({ passwordReusePrevention: count }) =>
    outside("passwordReusePrevention", count, PASSWORD_REUSE_PREVENTION),
  ({ maxPasswordAgeInDays: days }) => outside("maxPasswordAgeInDays", days, PASSWORD_MAX_AGE_IN_DAYS),
];

/** Source: Security Hub User Guide, IAM.15 and IAM.16 (CIS AWS Foundations Benchmark). */
const DEFAULT_MINIMUM_PASSWORD_LENGTH = 14;
const DEFAULT_PASSWORD_REUSE_PREVENTION = 24;

/**
 * What an account has once: its alias, and the rules for passwords of IAM users. They always ask for upper and lower case, digits and symbols.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class AccountSettings extends Construct {
  constructor(scope: Construct, id: string, props: AccountSettingsProps = {}) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { alias, maxPasswordAgeInDays: maxPasswordAge } = props;
    if (alias !== undefined) new IamAccountAlias(this, "alias", { accountAlias: alias });
    new IamAccountPasswordPolicy(this, "passwords", {
      allowUsersToChangePassword: true,
      minimumPasswordLength: props.minimumPasswordLength ?? DEFAULT_MINIMUM_PASSWORD_LENGTH,
      passwordReusePrevention: props.passwordReusePrevention ?? DEFAULT_PASSWORD_REUSE_PREVENTION,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      ...(maxPasswordAge === undefined ? {} : { maxPasswordAge }),
    });
  }
}
