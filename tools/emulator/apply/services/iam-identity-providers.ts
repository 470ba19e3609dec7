/** IAM: identity providers, OpenID Connect and SAML. */
import {
  CreateOpenIDConnectProviderCommand,
  CreateSAMLProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteSAMLProviderCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
  UpdateSAMLProviderCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, present, tagChanges, tagList, unlessMissing } from "../sdk";
import { MISSING } from "./iam-common";

const oidcSchema = z.strictObject({
  url: z.string(),
  client_id_list: z.array(z.string()),
  /** AWS finds it out where it is absent. */
  thumbprint_list: z.array(z.string()).optional(),
  tags,
});

export const iamOidcProvider = resourceType(oidcSchema, {
  // The provider changes client ids in place; LocalStack 4.9.2 has neither AddClientID… nor RemoveClientID….
  replaceOn: ["url", "client_id_list"],
  async create({ iam }, { url, client_id_list, thumbprint_list, tags: wantedTags }) {
    const { OpenIDConnectProviderArn } = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: url,
        ClientIDList: client_id_list,
        Tags: tagList(wantedTags),
        ...(thumbprint_list === undefined ? {} : { ThumbprintList: thumbprint_list }),
      }),
    );
    return { id: present(OpenIDConnectProviderArn, "provider ARN") };
  },
  async read({ iam }, id) {
    const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id });
    const found = await unlessMissing(MISSING, iam.send(request));
    return (
      found && {
        facts: {
          clientIds: found.ClientIDList?.toSorted(),
          thumbprints: found.ThumbprintList,
          tags: fromTagList(found.Tags),
        },
        computed: { id, arn: id },
      }
    );
  },
  facts: ({ client_id_list, thumbprint_list, tags: wantedTags }) => ({
    clientIds: client_id_list.toSorted(),
    thumbprints: thumbprint_list,
    tags: wantedTags,
  }),
  async update({ iam }, OpenIDConnectProviderArn, wanted, before) {
    const ThumbprintList = wanted.thumbprint_list;
    if (ThumbprintList !== undefined)
      await iam.send(
        new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }),
      );
    const { removed: TagKeys } = tagChanges(before.tags, wanted.tags);
    if (TagKeys.length > 0)
      await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys }));
    const Tags = tagList(wanted.tags);
    await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  },
  async remove({ iam }, OpenIDConnectProviderArn) {
    const request = new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
    await unlessMissing(MISSING, iam.send(request));
    return undefined;
  },
});

const samlSchema = z.strictObject({ name: z.string(), saml_metadata_document: z.string(), tags });

/** Its tags are not compared: LocalStack 4.9.2 drops them. */
export const iamSamlProvider = resourceType(samlSchema, {
  replaceOn: ["name"],
  async create({ iam }, { name, saml_metadata_document, tags: wantedTags }) {
    const { SAMLProviderArn } = await iam.send(
      new CreateSAMLProviderCommand({
        Name: name,
        SAMLMetadataDocument: saml_metadata_document,
        Tags: tagList(wantedTags),
      }),
    );
    return { id: present(SAMLProviderArn, "provider ARN") };
  },
  async read({ iam }, id) {
    const request = new GetSAMLProviderCommand({ SAMLProviderArn: id });
    const found = await unlessMissing(MISSING, iam.send(request));
    return found && { facts: { metadata: found.SAMLMetadataDocument }, computed: { id, arn: id } };
  },
  facts: ({ saml_metadata_document }) => ({ metadata: saml_metadata_document }),
  async update({ iam }, SAMLProviderArn, { saml_metadata_document: SAMLMetadataDocument }) {
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, SAMLMetadataDocument }));
  },
  async remove({ iam }, SAMLProviderArn) {
    await unlessMissing(MISSING, iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn })));
    return undefined;
  },
});
