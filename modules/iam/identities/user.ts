import { IamAccessKey } from "@cdktf/provider-aws/lib/iam-access-key";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { IamUserLoginProfile } from "@cdktf/provider-aws/lib/iam-user-login-profile";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { noteRelaxations } from "../../relaxations";
import { list, number, optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, assertValid, outside, type Rule, unlessToken } from "../../validate";
import { attachPolicies, HOLDER_PROPS, type HolderProps } from "../attachments/attach";
import { PASSWORD_LENGTH, USER_NAME_LENGTH } from "../limits";
import { nameProblem, pathProblem } from "../names";
import { type SecretHandling, secret, secretProblem } from "./secret-handling";

/** What {@link User} needs. */
export interface UserProps extends HolderProps {
  /** Name of the user, unique in the account: 1 to 64 letters, digits and `+=,.@_-`. A change keeps the user and makes new access keys. */
  readonly name: string;
  /**
   * Whether to make an access key, and how its secret stands in the Terraform state: encrypted for a PGP key, or in clear for a reason. It
   * never expires. Another PGP key makes another access key.
   *
   * @default false
   */
  readonly accessKey?: false | SecretHandling;
  /**
   * Whether the user can sign in to the console, and how the generated password stands in the state. It has to be changed at the first use.
   *
   * @default false
   */
  readonly login?: false | SecretHandling;
  /**
   * Characters of that password, 6 to 128.
   *
   * @default 32
   */
  readonly passwordLength?: number;
  /**
   * Names of groups to join; groups from elsewhere are left alone.
   *
   * @default - none
   */
  readonly groups?: readonly string[];
  /**
   * ARN of a policy that bounds what the user can ever do.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: string;
  /**
   * Path in the ARN, with a slash at both ends.
   *
   * @default "/"
   */
  readonly path?: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

/** An access key; all of it is known only after the deployment. */
export interface AccessKey {
  readonly accessKeyId: string;
  /** In clear; empty where a PGP key encrypts it. */
  readonly secretAccessKey: string;
  /** Base64 of the secret for the PGP key; empty where there is none. */
  readonly encryptedSecret: string;
}

/** Characters of a generated password. The provider's own default is 20. */
const DEFAULT_PASSWORD_LENGTH = 32;

const PROPS: Shape<UserProps> = {
  ...HOLDER_PROPS,
  name: text,
  accessKey: optional(secret),
  login: optional(secret),
  passwordLength: optional(number),
  groups: optional(list(text)),
  permissionsBoundary: optional(text),
  path: optional(text),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<UserProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, USER_NAME_LENGTH)),
  ({ path }) => unlessToken(path, pathProblem),
  ({ accessKey }) => secretProblem("accessKey", accessKey),
  ({ login }) => secretProblem("login", login),
  ({ passwordLength }) => outside("passwordLength", passwordLength, PASSWORD_LENGTH),
  ({ passwordLength, login = false }) =>
    passwordLength !== undefined && login === false ? "passwordLength needs a login, got none" : undefined,
];

/**
 * An IAM user, for a program that cannot assume a role. Prefer a role wherever there is a way.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class User extends Construct {
  readonly userArn: string;
  readonly userName: string;
  /** The access key, where one was asked for. */
  readonly accessKey: AccessKey | undefined;
  /** Base64 of the first password for the PGP key of `login`, where there is one. */
  readonly encryptedPassword: string | undefined;

  constructor(scope: Construct, id: string, props: UserProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, path, permissionsBoundary, groups, tags } = props;
    const user = new IamUser(this, "Default", {
      name,
      ...(path === undefined ? {} : { path }),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      ...tagsOf(tags),
    });
    this.userArn = user.arn;
    this.userName = user.name;
    if (groups !== undefined)
      new IamUserGroupMembership(this, "groups", { user: user.name, groups: [...groups] });
    this.accessKey = this.addAccessKey(user, props.accessKey);
    this.encryptedPassword = this.addLogin(user, props);
    attachPolicies(this, { user: this }, props);
  }

  private addAccessKey(user: IamUser, handling: UserProps["accessKey"] = false): AccessKey | undefined {
    if (handling === false) return undefined;
    const key = new IamAccessKey(this, "access-key", { user: user.name, ...pgpKeyOf(handling) });
    if ("unencrypted" in handling) {
      Annotations.of(this).addWarning(
        "the access key of this user never expires and its secret stands in the Terraform state: " +
          "encrypt the state, and rotate the key by replacing this resource",
      );
      noteRelaxations(key, [{ what: "accessKey", reason: handling.unencrypted }]);
    }
    return { accessKeyId: key.id, secretAccessKey: key.secret, encryptedSecret: key.encryptedSecret };
  }

  private addLogin(user: IamUser, { login = false, passwordLength }: UserProps): string | undefined {
    if (login === false) return undefined;
    const profile = new IamUserLoginProfile(this, "login", {
      user: user.name,
      passwordLength: passwordLength ?? DEFAULT_PASSWORD_LENGTH,
      passwordResetRequired: true,
      ...pgpKeyOf(login),
      // Both are read only when the profile is made; a later change would make a new one, with a new password.
      lifecycle: { ignoreChanges: ["password_length", "password_reset_required", "pgp_key"] },
    });
    if ("unencrypted" in login) noteRelaxations(profile, [{ what: "login", reason: login.unencrypted }]);
    return profile.encryptedPassword;
  }
}

function pgpKeyOf(handling: SecretHandling): { pgpKey?: string } {
  return "pgpKey" in handling ? { pgpKey: handling.pgpKey } : {};
}
