/** KMS: grants. */
import {
  CreateGrantCommand,
  type GrantOperation,
  paginateListGrants,
  RetireGrantCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { z } from "zod";
import { block } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { present, unlessMissing } from "../sdk";

const context = z.record(z.string(), z.string()).optional();
const grantSchema = z.strictObject({
  key_id: z.string(),
  grantee_principal: z.string(),
  operations: z.array(z.string()),
  name: z.string().optional(),
  retiring_principal: z.string().optional(),
  retire_on_delete: z.boolean().default(false),
  constraints: block(
    z.strictObject({ encryption_context_equals: context, encryption_context_subset: context }),
  ).optional(),
  region: z.string().optional(),
});
type Grant = z.output<typeof grantSchema>;

/** Nothing of a grant can change: whatever differs makes a new one. */
export const kmsGrant = resourceType(grantSchema, {
  replaceOn: [
    "key_id",
    "grantee_principal",
    "operations",
    "name",
    "retiring_principal",
    "constraints",
    "region",
  ],
  async create({ kmsIn }, wanted) {
    const { GrantId, GrantToken } = await kmsIn(wanted.region).send(
      new CreateGrantCommand({
        KeyId: wanted.key_id,
        GranteePrincipal: wanted.grantee_principal,
        Operations: wanted.operations as GrantOperation[],
        Constraints: constraintsOf(wanted),
        Name: wanted.name,
        RetiringPrincipal: wanted.retiring_principal,
      }),
    );
    return { id: `${wanted.key_id}:${present(GrantId, "grant id")}`, computed: { grant_token: GrantToken } };
  },
  async read({ kmsIn }, id, wanted) {
    const GrantId = grantIdOf(id);
    for await (const { Grants = [] } of paginateListGrants(
      { client: kmsIn(wanted.region) },
      { KeyId: wanted.key_id },
    )) {
      const found = Grants.find((grant) => grant.GrantId === GrantId);
      if (found !== undefined)
        return {
          facts: {
            grantee: found.GranteePrincipal,
            operations: found.Operations?.toSorted(),
            constraints: found.Constraints ?? {},
          },
          computed: { id, grant_id: GrantId },
        };
    }
    return undefined;
  },
  facts: (wanted) => ({
    grantee: wanted.grantee_principal,
    operations: wanted.operations.toSorted(),
    constraints: constraintsOf(wanted) ?? {},
  }),
  update: () => Promise.reject(new Error("a grant cannot change")),
  async remove({ kmsIn }, id, { key_id: KeyId, region, retire_on_delete }) {
    const request = { KeyId, GrantId: grantIdOf(id) };
    const kms = kmsIn(region);
    const removed = retire_on_delete
      ? kms.send(new RetireGrantCommand(request))
      : kms.send(new RevokeGrantCommand(request));
    await unlessMissing(["NotFoundException"], removed);
    return undefined;
  },
});

function grantIdOf(id: string): string {
  return id.slice(id.lastIndexOf(":") + 1);
}

function constraintsOf({ constraints }: Grant) {
  if (constraints === undefined) return undefined;
  const { encryption_context_equals: equals, encryption_context_subset: subset } = constraints;
  return {
    ...(equals === undefined ? {} : { EncryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { EncryptionContextSubset: subset }),
  };
}
