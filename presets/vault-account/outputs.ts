/** What each source's account has to know: where the vault is, and what the policies of its roles have to say. */
import { type PolicyDocument, policyDocument } from "../../modules/iam/policies/policy-document";
import { identityStatements, type VaultPlace, type Way } from "../common/vault/ways";
import { rolesIn, type Vault, type VaultSource } from "./policies";

/** Names of what the stack prints beside that of `common/pair/outputs`. */
export const VAULT_OUTPUT = {
  sources: "sources",
  restorerRoleArn: "restorer_role_arn",
  breakGlassRoleArn: "break_glass_role_arn",
} as const;

/** A role of the source's account. */
interface SourceRole {
  /** What the vault lets in, each with its path. */
  readonly roles: readonly string[];
  /** The other half of the permission, for the role's policy. */
  readonly policy: PolicyDocument;
}

/** The value of one source in the output {@link VAULT_OUTPUT.sources}. */
export type SourceOutput = Readonly<Partial<Record<Way, SourceRole>>> & {
  readonly account_id: string;
  readonly regions: readonly string[];
  readonly prefix: string;
  /** Of the vault. */
  readonly bucket: string;
  readonly key_arn: string;
  readonly region: string;
};

/** By account id. */
export function sourceOutputs(
  place: VaultPlace,
  bucketName: string,
  vault: Vault,
): Readonly<Record<string, SourceOutput>> {
  return Object.fromEntries(
    vault.sources.map((source) => [
      source.accountId,
      {
        account_id: source.accountId,
        regions: source.regions,
        prefix: source.prefix,
        bucket: bucketName,
        key_arn: place.keyArn,
        region: place.env.region,
        ...Object.fromEntries(source.ways.map((way) => [way, roleOf(place, vault, source, way)])),
      },
    ]),
  );
}

function roleOf(place: VaultPlace, vault: Vault, source: VaultSource, way: Way): SourceRole {
  return {
    roles: rolesIn(vault, way, source),
    policy: policyDocument(identityStatements(place, way, source.prefix)),
  };
}
