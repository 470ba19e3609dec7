import { IamAccessKey } from "@cdktf/provider-aws/lib/iam-access-key";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { type Tags, tagsOf } from "../tags";
import { assertValid, type Rule, unlessToken } from "../validate";
import { USER_NAME_LENGTH } from "./limits";
import { nameProblem } from "./names";

/** What {@link User} needs. */
export interface UserProps {
  /** Name of the user, unique in the account: 1 to 64 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /**
   * Whether to make an access key. Its secret then stands in the Terraform state in clear, and never expires.
   *
   * @default false
   */
  readonly accessKey?: boolean;
  /** @default - no tags but the provider's */
  readonly tags?: Tags;
}

/** An access key; both halves are known only after the deployment. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const RULES: readonly Rule<UserProps>[] = [
  ({ name }) => unlessToken(name, (text) => nameProblem("name", text, USER_NAME_LENGTH)),
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

  constructor(scope: Construct, id: string, props: UserProps) {
    super(scope, id);
    assertValid(this.node.path, props, RULES);
    const user = new IamUser(this, "Default", { name: props.name, ...tagsOf(props.tags) });
    this.userArn = user.arn;
    this.userName = user.name;
    if (props.accessKey !== true) return;
    Annotations.of(this).addWarning(
      "the access key of this user never expires and its secret stands in the Terraform state: " +
        "encrypt the state, and rotate the key by replacing this resource",
    );
    const key = new IamAccessKey(this, "access-key", { user: user.name });
    this.accessKey = { accessKeyId: key.id, secretAccessKey: key.secret };
  }
}
