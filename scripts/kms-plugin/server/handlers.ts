/** The two versions of the API, each a thin layer over {@link ManagedKey}: deadlines, codes, counts and logs in one place. */
import {
  Metadata,
  type ServerUnaryCall,
  type StatusObject,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { type Call, cancelled, late, orAborted } from "../call";
import { failureOf, RefusedError } from "../failures";
import type { ManagedKey } from "../key/managed-key";
import type { Log } from "../log";
import type { PluginMetrics } from "../metrics";
import type { PluginConfig } from "../settings/config";
import type {
  StatusResponse,
  V1DecryptRequest,
  V1EncryptRequest,
  V2DecryptRequest,
  V2EncryptRequest,
  V2EncryptResponse,
  VersionResponse,
} from "./api";
import { LOGGED_CHARACTERS } from "./limits";

export interface ApiOptions {
  readonly plugin: Pick<PluginConfig, "deadlineMs" | "kmsV2Version">;
  /** Version of sealstack: v1 wants a semantic version. */
  readonly toolVersion: string;
  readonly metrics: PluginMetrics;
  readonly log: Log;
}

/** Milliseconds before the caller's own deadline, for the answer's way back. */
const ANSWER_MS = 50;

export function v1Handlers(key: ManagedKey, options: ApiOptions): UntypedServiceImplementation {
  const rpc = unary(key, "v1", options);
  return {
    // The name that aws-encryption-provider answers: kube-apiserver only logs it.
    Version: rpc(
      "Version",
      async (): Promise<VersionResponse> => ({
        version: "v1beta1",
        runtimeName: "AWSKMS",
        runtimeVersion: options.toolVersion,
      }),
    ),
    Encrypt: rpc("Encrypt", async ({ plain }: V1EncryptRequest, call) => ({
      cipher: (await key.encrypt(plain, call)).ciphertext,
    })),
    Decrypt: rpc("Decrypt", async ({ cipher }: V1DecryptRequest, call) => ({
      plain: await key.decrypt(cipher, undefined, call),
    })),
  };
}

export function v2Handlers(key: ManagedKey, options: ApiOptions): UntypedServiceImplementation {
  const rpc = unary(key, "v2", options);
  return {
    Status: rpc("Status", async (_request, { signal }): Promise<StatusResponse> => {
      const { keyId } = await key.known(signal); // a key_id must not be empty
      return { version: options.plugin.kmsV2Version, healthz: key.health.text, keyId };
    }),
    Encrypt: rpc(
      "Encrypt",
      async ({ plaintext }: V2EncryptRequest, call): Promise<V2EncryptResponse> =>
        await key.encrypt(plaintext, call),
    ),
    Decrypt: rpc("Decrypt", async ({ ciphertext, keyId, annotations }: V2DecryptRequest, call) => {
      if (Object.keys(annotations).length > 0)
        throw new RefusedError(status.INVALID_ARGUMENT, "annotations were added: this plugin writes none");
      return { plaintext: await key.decrypt(ciphertext, keyId, call) };
    }),
  };
}

function unary(key: ManagedKey, version: Call["version"], { plugin, metrics, log }: ApiOptions) {
  const { name } = key.config;
  return <Request, Response>(method: string, handle: (request: Request, call: Call) => Promise<Response>) =>
    (grpc: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void => {
      const { uid: given = "" } = grpc.request as { uid?: string };
      const uid = given.slice(0, LOGGED_CHARACTERS); // whatever a caller sends
      const started = performance.now();
      // One controller for both ends of waiting: this is done for every request.
      const limit = new AbortController();
      const ms = Math.min(plugin.deadlineMs, millisecondsLeft(grpc) - ANSWER_MS);
      const timer = setTimeout(() => limit.abort(late()), Math.max(0, ms));
      let open = true;
      grpc.once("cancelled", () => {
        if (open) limit.abort(cancelled()); // it also comes after an answer
      });
      const finish = (code: status, level: "debug" | "warn", message: string, fields = {}): void => {
        open = false;
        clearTimeout(timer);
        metrics.request(name, method, version, status[code]);
        log(level, message, { key: name, method, version, uid, ms: since(started), ...fields });
      };
      orAborted(handle(grpc.request, { version, uid, signal: limit.signal }), limit.signal).then(
        (response) => {
          finish(status.OK, "debug", "answered");
          answer(null, response);
        },
        (error) => {
          const { code, says, name: error_ } = failureOf(error);
          finish(code, "warn", "request failed", {
            code: status[code],
            error: error_,
            detail: detailOf(error),
          });
          answer(refusal(code, `${says} (${error_})`));
        },
      );
    };
}

/** The caller reads `details`: kube-apiserver puts them into its log and into answers to users, so they hold no ARN. */
const refusal = (code: status, details: string): Partial<StatusObject> => ({
  code,
  details,
  metadata: new Metadata(),
});

/** For our log, which only the operator reads. A bug keeps its stack. */
function detailOf(error: unknown): string | undefined {
  const { name, message, stack = "" } = error as Error;
  if (name === "SyntaxError") return stack.slice(stack.indexOf("\n    at ")); // a parser quotes what it was given
  return failureOf(error).code === status.INTERNAL ? stack : message;
}

function millisecondsLeft(call: { getDeadline(): Date | number }): number {
  const deadline = call.getDeadline();
  return Number(deadline) - Date.now();
}

const since = (started: number): number => Math.round((performance.now() - started) * 10) / 10;
