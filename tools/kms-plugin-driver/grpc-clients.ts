/** gRPC clients of both versions of the KMS API, with kube-apiserver's habits. */
import {
  type Client,
  type ClientOptions,
  credentials,
  makeGenericClientConstructor,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  type StatusResponse,
  V1BETA1_SERVICE,
  V2_SERVICE,
  type V2DecryptRequest,
  type V2EncryptResponse,
  type VersionResponse,
} from "../../scripts/kms-plugin/server/api";

export interface KmsClients {
  readonly v1: {
    version(): Promise<VersionResponse>;
    encrypt(plain: Buffer): Promise<Buffer>;
    decrypt(cipher: Buffer): Promise<Buffer>;
  };
  readonly v2: {
    status(): Promise<StatusResponse>;
    encrypt(plaintext: Buffer, uid?: string): Promise<V2EncryptResponse>;
    decrypt(request: Partial<V2DecryptRequest>): Promise<Buffer>;
    /** For calls that are to be cancelled. */
    readonly raw: Client;
  };
  close(): void;
}

/** @param deadlineMs of each call. */
export function kmsClients(socket: string, deadlineMs: number, options: ClientOptions = {}): KmsClients {
  const make = (service: typeof V2_SERVICE) =>
    new (makeGenericClientConstructor(service, "KeyManagementService"))(
      `unix:${socket}`,
      credentials.createInsecure(),
      options,
    );
  const v1 = make(V1BETA1_SERVICE);
  const v2 = make(V2_SERVICE);
  const call = <Answer>(client: Client, method: string, request: object) =>
    unary<Answer>(client, method, request, deadlineMs);
  return {
    v1: {
      version: () => call(v1, "Version", { version: "v1beta1" }),
      encrypt: async (plain) => (await call<{ cipher: Buffer }>(v1, "Encrypt", { plain })).cipher,
      decrypt: async (cipher) => (await call<{ plain: Buffer }>(v1, "Decrypt", { cipher })).plain,
    },
    v2: {
      status: () => call(v2, "Status", {}),
      encrypt: (plaintext, uid = "uid") => call(v2, "Encrypt", { plaintext, uid }),
      decrypt: async (request) => (await call<{ plaintext: Buffer }>(v2, "Decrypt", request)).plaintext,
      raw: v2,
    },
    close: () => {
      v1.close();
      v2.close();
    },
  };
}

type Method = (
  request: object,
  options: { readonly deadline: number },
  done: (error: ServiceError | null, answer: unknown) => void,
) => void;

function unary<Answer>(client: Client, method: string, request: object, deadlineMs: number): Promise<Answer> {
  const send = (client as unknown as Record<string, Method>)[method];
  if (send === undefined) throw new Error(`no method ${method}`);
  return new Promise((resolve, reject) => {
    send.call(client, request, { deadline: Date.now() + deadlineMs }, (error, answer) =>
      error === null ? resolve(answer as Answer) : reject(error),
    );
  });
}
