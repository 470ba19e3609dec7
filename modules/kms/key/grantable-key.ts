import { Construct } from "constructs";
import type { AudienceName } from "../policy/audiences";
import type { Grantee, GrantOptions, KeyGrant } from "./key-access";

/**
 * Something that principals can be let in to use: a key, a set of keys, or a key that lives elsewhere.
 *
 * Each method gives no more than its name says, with `kms:DescribeKey` and, on asymmetric keys, `kms:GetPublicKey`. It throws `ConfigError` when the kind of
 * key does not allow it. Where the permission goes:
 *
 * | the principal | the key policy lets IAM policies allow it | permission goes to |
 * | --- | --- | --- |
 * | role or user of this app, same account | yes (`root: { full: … }`, or administration) | a policy of the role or user |
 * | role or user of this app, same account | no | the key policy |
 * | role or user of this app, another account | – | both |
 * | ARN | – | the key policy; another account's half is returned |
 */
export abstract class GrantableKey extends Construct {
  /** What every method below does; `audience` is a row of `AUDIENCES`. */
  abstract grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[];

  /** Encrypts, and makes data keys. */
  grantEncrypt(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("encryptOnly", grantee, options);
  }
  /** Decrypts. */
  grantDecrypt(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("decryptOnly", grantee, options);
  }
  /** Every use of the kind of key: of an encryption key, to encrypt and decrypt. */
  grantEncryptDecrypt(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return [...this.grantEncrypt(grantee, options), ...this.grantDecrypt(grantee, options)];
  }
  /** Signs. */
  grantSign(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("signers", grantee, options);
  }
  /** Verifies signatures. */
  grantVerify(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("verifiers", grantee, options);
  }
  /** Signs, and verifies signatures. */
  grantSignVerify(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return [...this.grantSign(grantee, options), ...this.grantVerify(grantee, options)];
  }
  /** Makes message authentication codes. */
  grantGenerateMac(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("macGenerators", grantee, options);
  }
  /** Verifies message authentication codes. */
  grantVerifyMac(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("macVerifiers", grantee, options);
  }
  /** Derives shared secrets with the public key of somebody else. */
  grantDeriveSharedSecret(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("keyAgreement", grantee, options);
  }
  /** Sees what the key is, and its public half. */
  grantDescribe(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("describers", grantee, options);
  }
  /** Sees everything about the key, its policy and grants too. */
  grantAudit(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("auditors", grantee, options);
  }
  /** Creates, lists and revokes grants within the bounds in `options`: `grantOperations` and `granteePrincipals` have to be given. */
  grantAdministerGrants(grantee: Grantee, options: GrantOptions): readonly KeyGrant[] {
    return this.grant("grantAdministrators", grantee, options);
  }
  /** Manages the key; neither uses it nor creates grants. */
  grantAdminister(grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.grant("administrators", grantee, options);
  }
}
