/**
 * The two gRPC services that kube-apiserver calls, as descriptors. Names and field numbers are those of k8s.io/kms v0.37,
 * apis/v1beta1 and apis/v2; the wire knows fields by number, so that they are in camelCase here.
 */
import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

type Nested = NonNullable<Parameters<typeof fromJSON>[0]["nested"]>;

const field = (type: string, id: number) => ({ type, id });
const annotations = (id: number) => ({ keyType: "string", type: "bytes", id });
const rpc = (name: string) => ({
  requestType: `${name}Request`,
  responseType: `${name}Response`,
  comment: "",
});

const V1BETA1: Nested = {
  KeyManagementService: {
    methods: { Version: rpc("Version"), Decrypt: rpc("Decrypt"), Encrypt: rpc("Encrypt") },
  },
  VersionRequest: { fields: { version: field("string", 1) } },
  VersionResponse: {
    fields: {
      version: field("string", 1),
      runtimeName: field("string", 2),
      runtimeVersion: field("string", 3),
    },
  },
  DecryptRequest: { fields: { version: field("string", 1), cipher: field("bytes", 2) } },
  DecryptResponse: { fields: { plain: field("bytes", 1) } },
  EncryptRequest: { fields: { version: field("string", 1), plain: field("bytes", 2) } },
  EncryptResponse: { fields: { cipher: field("bytes", 1) } },
};

const V2: Nested = {
  KeyManagementService: {
    methods: { Status: rpc("Status"), Decrypt: rpc("Decrypt"), Encrypt: rpc("Encrypt") },
  },
  StatusRequest: { fields: {} },
  StatusResponse: {
    fields: { version: field("string", 1), healthz: field("string", 2), keyId: field("string", 3) },
  },
  DecryptRequest: {
    fields: {
      ciphertext: field("bytes", 1),
      uid: field("string", 2),
      keyId: field("string", 3),
      annotations: annotations(4),
    },
  },
  DecryptResponse: { fields: { plaintext: field("bytes", 1) } },
  EncryptRequest: { fields: { plaintext: field("bytes", 1), uid: field("string", 2) } },
  EncryptResponse: {
    fields: { ciphertext: field("bytes", 1), keyId: field("string", 2), annotations: annotations(3) },
  },
};

const loaded = fromJSON(
  { nested: { v1beta1: { nested: V1BETA1 }, v2: { nested: V2 } } },
  { defaults: true, objects: true },
);

type Service = ServiceDefinition<UntypedServiceImplementation>;
export const V1BETA1_SERVICE = loaded["v1beta1.KeyManagementService"] as unknown as Service;
export const V2_SERVICE = loaded["v2.KeyManagementService"] as unknown as Service;

export interface VersionResponse {
  readonly version: string;
  readonly runtimeName: string;
  readonly runtimeVersion: string;
}

export interface V1DecryptRequest {
  readonly cipher: Buffer;
}

export interface V1EncryptRequest {
  readonly plain: Buffer;
}

export interface StatusResponse {
  readonly version: string;
  readonly healthz: string;
  readonly keyId: string;
}

export interface V2DecryptRequest {
  readonly ciphertext: Buffer;
  readonly uid: string;
  readonly keyId: string;
  readonly annotations: Readonly<Record<string, Buffer>>;
}

export interface V2EncryptRequest {
  readonly plaintext: Buffer;
  readonly uid: string;
}

export interface V2EncryptResponse {
  readonly ciphertext: Buffer;
  readonly keyId: string;
}
