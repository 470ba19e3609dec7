/**
 * The calls of KMS that are made all the time, without the middleware of the SDK's client: loading that takes longer than all the rest of a small
 * `encrypt`, and running it half of the processor time of a call. The SDK's parts do what can go wrong: its chain of credentials, its signer with the correction
 * of the clock, its tries again, and its readers of the environment and the profile. What the request is, and what comes back, is ours.
 */
import { AwsSdkSigV4Signer } from "@aws-sdk/core/httpAuthSchemes";
import { retryMiddleware } from "@smithy/core/retry";
import { HttpRequest } from "@smithy/core/transport";
import { SMITHY_CONTEXT_KEY } from "@smithy/types";
import { Caller } from "../http/caller";
import { KMS_LIMITS } from "../http/limits";
import type { KmsClientOptions } from "../services/kms";
import { endpointOf } from "../settings/endpoint";
import type { ClientSettings } from "../settings/settings";
import { type DirectConfig, directConfig } from "./config";
import { kmsAddress } from "./endpoint";
import { introductions, tracing } from "./headers";
import { type Fields, readReply } from "./reply";

export type Operation = "Decrypt" | "DescribeKey" | "Encrypt" | "GenerateDataKey" | "ListAliases";

export interface DirectKms {
  /**
   * @param input fields as the API Reference names them; bytes are sent as Base64.
   * @throws Error as the SDK's client does, by name; BadReplyError for what cannot be read.
   */
  send(operation: Operation, input: Fields, abortSignal?: AbortSignal): Promise<Fields>;
  region(): Promise<string>;
  /** Resolves when there are credentials. */
  credentials(): Promise<unknown>;
  destroy(): void;
}

export interface DirectOptions extends KmsClientOptions {
  /** That every request has besides. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function directKms(
  settings: ClientSettings,
  { limits = KMS_LIMITS, maxAttempts = 3, headers = {} }: DirectOptions = {},
): DirectKms {
  const config = directConfig(settings, limits, maxAttempts);
  const caller = new Caller(limits);
  const parts: Parts = {
    config,
    caller,
    signer: new AwsSdkSigV4Signer(),
    introduction: introductions(config),
  };
  let address: Promise<URL> | undefined;
  return {
    send: async (operation, input, abortSignal) => {
      address ??= addressOf(config);
      return await sent(requestOf(operation, input, await address, headers), parts, abortSignal);
    },
    region: () => config.region(),
    credentials: () => config.credentials(),
    destroy: () => {
      caller.destroy();
      config.requestHandler.destroy();
    },
  };
}

async function addressOf(config: DirectConfig): Promise<URL> {
  const endpoint = config.endpoint ?? (await endpointOf("kms", { awsVariables: process.env }));
  const [region, fips, dualStack] = await Promise.all([
    config.region(),
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
  ]);
  return kmsAddress({ endpoint, region, fips, dualStack });
}

/** AWS JSON 1.1. Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
function requestOf(operation: Operation, input: Fields, address: URL, more: DirectOptions["headers"]) {
  const body = JSON.stringify(Object.fromEntries(Object.entries(input).map(encoded)));
  const { protocol, hostname, port, host, pathname } = address;
  return new HttpRequest({
    method: "POST",
    protocol,
    hostname,
    ...(port === "" ? {} : { port: Number(port) }),
    path: pathname.endsWith("/") ? pathname : `${pathname}/`,
    headers: {
      ...more,
      host,
      "content-type": "application/x-amz-json-1.1",
      "content-length": String(Buffer.byteLength(body)),
      "x-amz-target": `TrentService.${operation}`,
    },
    body,
  });
}

const encoded = ([name, value]: [string, unknown]): [string, unknown] =>
  value instanceof Uint8Array
    ? [name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")]
    : [name, value];

/** What the requests of one client share. */
interface Parts {
  /** With what asks for credentials. */
  readonly config: DirectConfig;
  readonly caller: Caller;
  readonly signer: AwsSdkSigV4Signer;
  readonly introduction: ReturnType<typeof introductions>;
}

async function sent(
  request: HttpRequest,
  { config, caller, signer, introduction }: Parts,
  abortSignal?: AbortSignal,
): Promise<Fields> {
  const identity = await config.credentials();
  Object.assign(request.headers, await introduction(identity));
  const context: object = { [SMITHY_CONTEXT_KEY]: { abortSignal } }; // where the SDK's parts look for it
  const once = async ({ request: unsigned }: { request: unknown }) => {
    const properties = { config, context };
    const signed = await signer.sign(unsigned as HttpRequest, identity, properties);
    try {
      const response = await caller.call(signed as HttpRequest, abortSignal);
      const fields = readReply(response);
      signer.successHandler(response, properties);
      return { response, output: { $metadata: {}, fields } };
    } catch (error) {
      return signer.errorHandler(properties)(error as Error); // corrects the clock, and throws it again
    }
  };
  const tried = retryMiddleware(config)(once, context);
  const { output } = await tracing(tried)({ input: {}, request });
  return output.fields;
}
