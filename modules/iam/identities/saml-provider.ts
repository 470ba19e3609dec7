import { IamSamlProvider } from "@cdktf/provider-aws/lib/iam-saml-provider";
import { Construct } from "constructs";
import { rangeText } from "../../config-error";
import { optional, type Shape, text } from "../../shape";
import { iamTagMap, type Tags, tagsOf } from "../../tags";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { SAML_METADATA_LENGTH, SAML_PROVIDER_NAME_LENGTH } from "../limits";
import { nameProblem } from "../names";

/** What {@link SamlProvider} needs. */
export interface SamlProviderProps {
  /** Name of the provider, unique in the account: 1 to 128 letters, digits and `+=,.@_-`. */
  readonly name: string;
  /** The identity provider's metadata, an XML document of 1000 to 10000000 characters. */
  readonly metadataDocument: string;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

const PROPS: Shape<SamlProviderProps> = { name: text, metadataDocument: text, tags: optional(iamTagMap) };

const RULES: readonly Rule<SamlProviderProps>[] = [
  ({ name }) => unlessToken(name, (given) => nameProblem("name", given, SAML_PROVIDER_NAME_LENGTH)),
  ({ metadataDocument }) =>
    unlessToken(metadataDocument, ({ length }) =>
      length >= SAML_METADATA_LENGTH.min && length <= SAML_METADATA_LENGTH.max
        ? undefined
        : `the length of metadataDocument must be ${rangeText(SAML_METADATA_LENGTH)}, got ${length}`,
    ),
];

/**
 * An identity provider for people, whose word roles can trust by `samlTrust`.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class SamlProvider extends Construct {
  readonly providerArn: string;

  constructor(scope: Construct, id: string, props: SamlProviderProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { name, metadataDocument: samlMetadataDocument, tags } = props;
    this.providerArn = new IamSamlProvider(this, "Default", {
      name,
      samlMetadataDocument,
      ...tagsOf(tags),
    }).arn;
  }
}
