import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { list, optional, type Shape, text } from "../../shape";
import { shown, shownList } from "../../show-value";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { isListMarker, isToken } from "../../tokens";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { issuerName, STS_AUDIENCE } from "../trust/oidc";

/** What {@link OidcProvider} needs. */
export interface OidcProviderProps {
  /** URL of the issuer, with `https://`, as the token's `iss` has it: `https://token.actions.githubusercontent.com`. */
  readonly url: string;
  /**
   * Audiences that the provider takes, 1 to 100.
   *
   * @default ["sts.amazonaws.com"]
   */
  readonly clientIds?: readonly string[];
  /**
   * SHA-1 thumbprints of the issuer's top certificate, 40 hexadecimal digits each, at most 5. Where AWS knows the issuer's certificate authority it
   * looks at nothing else.
   *
   * @default - AWS finds it out
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
   */
  readonly thumbprints?: readonly string[];
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<OidcProviderProps> = {
  url: text,
  clientIds: optional(list(text)),
  thumbprints: optional(list(text)),
  tags: optional(iamTagMap),
};

const RULES: readonly Rule<OidcProviderProps>[] = [
  ({ url }) =>
    unlessToken(url, (given) =>
      /^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(given)
        ? undefined
        : `url must be an https:// URL without query and fragment, got ${shown(given)}`,
    ),
  ({ clientIds }) =>
    clientIds === undefined || (clientIds.length >= 1 && clientIds.length <= 100)
      ? undefined
      : `clientIds must be 1 to 100, got ${clientIds.length}`,
  ({ thumbprints = [] }) =>
    thumbprints.length <= 5 &&
    thumbprints.every((print) => /^[0-9a-f]{40}$/i.test(print) || isToken(print) || isListMarker(print))
      ? undefined
      : `thumbprints must be at most 5, of 40 hexadecimal digits, got ${shownList(thumbprints)}`,
];

/**
 * An issuer of OpenID Connect tokens that the account knows. An account can have one per URL.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class OidcProvider extends Construct {
  readonly providerArn: string;
  /** The issuer as condition keys have it, for {@link oidcTrust}. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: OidcProviderProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { url, clientIds = [STS_AUDIENCE], thumbprints, tags } = props;
    const provider = new IamOpenidConnectProvider(this, "Default", {
      url,
      clientIdList: [...clientIds],
      ...(thumbprints === undefined ? {} : { thumbprintList: [...thumbprints] }),
      ...tagsOf(tags),
    });
    this.providerArn = provider.arn;
    this.issuer = isToken(url) ? Fn.replace(url, "https://", "") : issuerName(url);
  }
}
