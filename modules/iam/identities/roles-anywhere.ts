import { RolesanywhereProfile } from "@cdktf/provider-aws/lib/rolesanywhere-profile";
import { RolesanywhereTrustAnchor } from "@cdktf/provider-aws/lib/rolesanywhere-trust-anchor";
import { Construct } from "constructs";
import { flag, having, knownList, list, number, oneOf, optional, type Shape, text } from "../../shape";
import { type Tags, tagMap, tagsOf } from "../../tags";
import { assertProps, assertValid, outside, type Rule, unlessToken } from "../../validate";
import { ROLES_ANYWHERE_DURATION, ROLES_ANYWHERE_NAME_LENGTH } from "../limits";
import { anchorNameProblem, bundleProblem } from "./roles-anywhere-rules";

/** What {@link RolesAnywhere} needs. */
export interface RolesAnywhereProps {
  /** Name of the trust anchor: 1 to 255 letters, digits, blanks, `-` and `_`. */
  readonly name: string;
  /**
   * Who vouches for hosts: certificates of one's own CA in PEM, such as step-ca's `root_ca.crt`, or the ARN of a private CA of AWS.
   */
  readonly certificateAuthority: { readonly certificateBundle: string } | { readonly acmPcaArn: string };
  /**
   * Whether the anchor is good at all; `false` shuts all its hosts out at once.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<RolesAnywhereProps> = {
  name: text,
  certificateAuthority: oneOf({ certificateBundle: text, acmPcaArn: text }),
  enabled: optional(flag),
  tags: optional(tagMap),
};

const RULES: readonly Rule<RolesAnywhereProps>[] = [
  ({ name }) => unlessToken(name, (given) => anchorNameProblem(given, ROLES_ANYWHERE_NAME_LENGTH)),
  ({ certificateAuthority: authority }) =>
    "certificateBundle" in authority ? unlessToken(authority.certificateBundle, bundleProblem) : undefined,
];

/**
 * A CA whose certificates are good for temporary credentials of roles, without any access key on the hosts: a trust anchor. A role trusts it by
 * `rolesAnywhereTrust`, and a {@link RolesAnywhereProfile} names the roles.
 *
 * The order breaks the cycle: anchor, role (its trust names the anchor), profile (it names the role).
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class RolesAnywhere extends Construct {
  readonly trustAnchorArn: string;

  constructor(scope: Construct, id: string, props: RolesAnywhereProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, certificateAuthority: authority, enabled = true, tags } = props;
    const source =
      "acmPcaArn" in authority
        ? { sourceType: "AWS_ACM_PCA", sourceData: { acmPcaArn: authority.acmPcaArn } }
        : {
            sourceType: "CERTIFICATE_BUNDLE",
            sourceData: { x509CertificateData: authority.certificateBundle },
          };
    this.trustAnchorArn = new RolesanywhereTrustAnchor(this, "Default", {
      name,
      enabled,
      source,
      ...tagsOf(tags),
    }).arn;
  }
}

/** What {@link RolesAnywhereProfile} needs. */
export interface RolesAnywhereProfileProps {
  /** Name of the profile: 1 to 255 letters, digits, blanks, `-` and `_`. */
  readonly name: string;
  /** Roles that hosts may ask for, at least one. Each must trust the anchor. */
  readonly roles: readonly { readonly roleArn: string }[];
  /**
   * Seconds that credentials are good for, 900 to 43200; not longer than a role's `maxSessionDuration`.
   *
   * @default 3600
   */
  readonly durationSeconds?: number;
  /**
   * ARNs of managed policies that bound each session: it may do only what both they and the role allow.
   *
   * @default - no bound but the role's
   */
  readonly sessionPolicyArns?: readonly string[];
  /** Whether hosts can use it. @default true */
  readonly enabled?: boolean;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const DEFAULT_DURATION = 3600;

const PROFILE_PROPS: Shape<RolesAnywhereProfileProps> = {
  name: text,
  roles: knownList(having({ roleArn: text }, "a role, or { roleArn }"), "a list of roles"),
  durationSeconds: optional(number),
  sessionPolicyArns: optional(list(text)),
  enabled: optional(flag),
  tags: optional(tagMap),
};

const PROFILE_RULES: readonly Rule<RolesAnywhereProfileProps>[] = [
  ({ name }) => unlessToken(name, (given) => anchorNameProblem(given, ROLES_ANYWHERE_NAME_LENGTH)),
  ({ roles }) => (roles.length === 0 ? "roles must name at least one role, got none" : undefined),
  ({ durationSeconds }) => outside("durationSeconds", durationSeconds, ROLES_ANYWHERE_DURATION),
];

/**
 * Which roles hosts may ask for, and for how long.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class RolesAnywhereProfile extends Construct {
  readonly profileArn: string;

  constructor(scope: Construct, id: string, props: RolesAnywhereProfileProps) {
    super(scope, id);
    assertProps(this, props, PROFILE_PROPS);
    assertValid(this.node.path, props, PROFILE_RULES);
    const {
      name,
      roles,
      durationSeconds = DEFAULT_DURATION,
      sessionPolicyArns,
      enabled = true,
      tags,
    } = props;
    this.profileArn = new RolesanywhereProfile(this, "Default", {
      name,
      enabled,
      roleArns: roles.map(({ roleArn }) => roleArn),
      durationSeconds,
      ...(sessionPolicyArns === undefined ? {} : { managedPolicyArns: [...sessionPolicyArns] }),
      ...tagsOf(tags),
    }).arn;
  }
}
