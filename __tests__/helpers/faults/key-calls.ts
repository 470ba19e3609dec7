/** Calls of KMS beyond encryption, for the endpoint in memory: signatures and codes, new keys, rotation, imports. The cryptography is Node's. */
import { createHmac, generateKeyPairSync, sign, timingSafeEqual, verify } from "node:crypto";
import type { ImportTarget } from "../../../scripts/core/import-key-material/ports";
import { importKms } from "../kms/import-kms";
import type { FakeKey, KmsEndpoint, KmsRequest } from "../servers/kms-endpoint";

type Body = Record<string, unknown>;

export interface KeyCalls {
  /** For signatures, codes and imports. */
  readonly signing: FakeKey;
  readonly mac: FakeKey;
  readonly imported: FakeKey;
  /** Keys that were made. */
  readonly made: FakeKey[];
  /** What an alias made here stands for. */
  readonly aliases: Map<string, FakeKey>;
  /** By the ARN of the key. */
  readonly policies: Map<string, string>;
  readonly rotating: Set<string>;
  /** Keys rotated on demand, once an entry. */
  readonly rotations: string[];
  /** Imports so far. */
  imports(): number;
  save(): () => void;
}

const CREATED = { CreationDate: 1_700_000_000, KeyManager: "CUSTOMER", Origin: "AWS_KMS" };
const SECRET = Buffer.alloc(32, 9);

export function keyCalls(kms: KmsEndpoint): KeyCalls {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const keyed = (metadata: FakeKey["metadata"] = {}): FakeKey =>
    Object.assign(kms.createKey(), { metadata: { ...CREATED, ...metadata } });
  const imported = keyed({ Origin: "EXTERNAL", KeyState: "PendingImport" });
  const target: ImportTarget = {
    arn: imported.arn,
    origin: "EXTERNAL",
    state: "PendingImport",
    spec: "SYMMETRIC_DEFAULT",
    multiRegion: undefined,
  };
  const importing = importKms([target]);
  const calls: KeyCalls = {
    signing: keyed({ KeySpec: "ECC_NIST_EDWARDS25519", KeyUsage: "SIGN_VERIFY" }),
    mac: keyed({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" }),
    imported,
    made: [],
    aliases: new Map(),
    policies: new Map(),
    rotating: new Set(),
    rotations: [],
    imports: () => importing.imports.length,
    save: () => {
      const rotations = calls.rotations.length;
      return () => {
        calls.rotations.length = rotations;
        calls.made.length = 0;
        calls.aliases.clear();
      };
    },
  };
  const hmac = (body: Body): Buffer => createHmac("sha256", SECRET).update(bytes(body.Message)).digest();

  const answers: Record<string, (body: Body, arn: string) => Body | Promise<Body>> = {
    GetPublicKey: (_, KeyId) => ({
      KeyId,
      KeySpec: "ECC_NIST_EDWARDS25519",
      KeyUsage: "SIGN_VERIFY",
      SigningAlgorithms: ["ED25519_SHA_512"],
      PublicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    }),
    Sign: (body, KeyId) => ({
      KeyId,
      Signature: sign(null, bytes(body.Message), privateKey).toString("base64"),
      SigningAlgorithm: body.SigningAlgorithm,
    }),
    Verify: (body, KeyId) => ({
      KeyId,
      SignatureValid: verify(null, bytes(body.Message), publicKey, bytes(body.Signature)),
      SigningAlgorithm: body.SigningAlgorithm,
    }),
    GenerateMac: (body, KeyId) => ({
      KeyId,
      Mac: hmac(body).toString("base64"),
      MacAlgorithm: body.MacAlgorithm,
    }),
    VerifyMac: (body, KeyId) => ({
      KeyId,
      MacValid: timingSafeEqual(hmac(body), bytes(body.Mac)),
      MacAlgorithm: body.MacAlgorithm,
    }),
    GetKeyPolicy: (_, arn) => ({ Policy: calls.policies.get(arn) ?? "{}" }),
    PutKeyPolicy: ({ Policy }, arn) => {
      calls.policies.set(arn, String(Policy));
      return {};
    },
    GetKeyRotationStatus: (_, arn) => ({
      KeyRotationEnabled: calls.rotating.has(arn),
      ...(calls.rotations.includes(arn) && { OnDemandRotationStartDate: 1_790_000_000 }),
    }),
    EnableKeyRotation: (_, arn) => {
      calls.rotating.add(arn);
      return {};
    },
    ListGrants: () => ({ Truncated: false, Grants: [] }),
    ListKeyRotations: () => ({
      Truncated: false,
      Rotations: [{ KeyMaterialState: "CURRENT", RotationDate: 1_700_000_000 }],
    }),
    RotateKeyOnDemand: (_, KeyId) => {
      if (calls.rotations.includes(KeyId)) return fail("ConflictException");
      calls.rotations.push(KeyId);
      return { KeyId };
    },
    GetParametersForImport: async (body, KeyId) => {
      const { publicKey: key, token } = await importing.parameters(KeyId, body.WrappingAlgorithm as never);
      return {
        KeyId,
        PublicKey: Buffer.from(key).toString("base64"),
        ImportToken: Buffer.from(token).toString("base64"),
      };
    },
    ImportKeyMaterial: async (body, KeyId) => ({
      KeyId,
      KeyMaterialId: await importing.importMaterial(KeyId, {
        token: bytes(body.ImportToken),
        wrapped: bytes(body.EncryptedKeyMaterial),
      } as never),
    }),
  };
  kms.more = ({ operation, body }: KmsRequest, key) => {
    if (operation === "CreateKey") {
      const made = keyed();
      calls.made.push(made);
      calls.policies.set(made.arn, String(body.Policy));
      return { KeyMetadata: { Arn: made.arn, KeyId: idOf(made) } };
    }
    if (operation === "CreateAlias") {
      const [name, of] = [String(body.AliasName), kms.keyOf(body.TargetKeyId)];
      if (of === undefined) return fail("NotFoundException");
      if (calls.aliases.has(name)) return fail("AlreadyExistsException");
      calls.aliases.set(name, of);
      kms.alias(name, of);
      return {};
    }
    if (key === undefined) return undefined;
    return answers[operation]?.({ ...body }, key.arn);
  };
  return calls;
}

const idOf = ({ arn }: FakeKey): string => arn.replace(/.*\//, "");
const bytes = (base64: unknown): Buffer => Buffer.from(String(base64), "base64");

function fail(name: string): never {
  throw Object.assign(new Error(name), { name, code: 400 });
}
