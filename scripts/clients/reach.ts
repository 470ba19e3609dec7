/** Whether the endpoint of a service can be reached, by the way that its client would take, without credentials. */
import { randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import { HttpRequest } from "@smithy/core/protocols";
import { toOperatorError } from "./failures/sdk-errors";
import { BoundedHandler } from "./http/bounded-handler";
import { KMS_LIMITS } from "./http/limits";
import { proxyFor } from "./http/proxy-rules";
import type { Service } from "./settings/endpoint";
import type { ClientSettings } from "./settings/settings";

export interface Reached {
  readonly url: string;
  /** That the name leads to; none behind a proxy, which looks the name up itself. */
  readonly addresses: readonly string[];
  /** Scheme, host and port of the proxy. */
  readonly proxy: string | undefined;
  readonly serverTime: Date | undefined;
}

/** @throws OperatorError `unavailable` that says what fails: the name, the connection, TLS or the proxy. */
export async function reach(
  service: Service,
  settings: ClientSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Reached> {
  let host = service as string;
  const handler = new BoundedHandler(KMS_LIMITS, env);
  try {
    const url = new URL(settings.endpoint ?? (await publicEndpoint(service, settings)));
    host = url.host;
    const { protocol, hostname } = url;
    const port = url.port === "" ? undefined : Number(url.port);
    const proxy = proxyFor({ protocol, hostname, port }, env);
    const addresses =
      proxy === undefined ? await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true }) : [];
    // By this header those are told whose replies the handler ends: others are given up much sooner.
    const headers = { host, "amz-sdk-invocation-id": randomUUID() };
    const request = new HttpRequest({ method: "GET", protocol, hostname, path: "/", headers });
    if (port !== undefined) request.port = port;
    // Any answer will do: without credentials it is a refusal.
    const { response } = await handler.handle(request, {
      ...(settings.signal !== undefined && { abortSignal: settings.signal }),
    });
    const time = new Date(response.headers.date ?? Number.NaN);
    return {
      url: url.origin,
      addresses: addresses.map(({ address }) => address),
      proxy: proxy === undefined ? undefined : `${proxy.protocol}//${proxy.host}`,
      serverTime: Number.isNaN(time.getTime()) ? undefined : time,
    };
  } catch (error) {
    throw toOperatorError(error, { action: `reach ${host}` });
  } finally {
    handler.destroy();
  }
}

/** As the SDK makes it of region, FIPS and dual stack. */
async function publicEndpoint(service: Service, settings: ClientSettings): Promise<string> {
  const { config } = await clientOf(service, settings);
  const [Region, UseDualStack, UseFIPS] = await Promise.all([
    config.region(),
    config.useDualstackEndpoint(),
    config.useFipsEndpoint(),
  ]);
  return config.endpointProvider({ Region, UseDualStack, UseFIPS }).url.href;
}

async function clientOf(service: Service, settings: ClientSettings) {
  switch (service) {
    case "kms":
      return (await import("./services/kms")).kmsClient(settings);
    case "s3":
      return (await import("./services/s3")).s3Client(settings);
    default:
      throw new RangeError(`nobody asks whether ${service} can be reached`);
  }
}
