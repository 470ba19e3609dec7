/** The address of KMS, as the SDK's rules for it have it. */
import { EndpointError, partition } from "@aws-sdk/core/client";

export interface EndpointParameters {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** @throws EndpointError, as the SDK does, for what there is no endpoint for. */
export function kmsAddress({ endpoint, region, fips, dualStack }: EndpointParameters): URL {
  if (endpoint !== undefined) {
    const excluded = fips ? "FIPS" : dualStack ? "Dualstack" : undefined;
    if (excluded !== undefined)
      throw new EndpointError(`Invalid Configuration: ${excluded} and custom endpoint are not supported`);
    return new URL(endpoint);
  }
  const { dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(region);
  if (fips && dualStack && !(supportsFIPS && supportsDualStack))
    throw new EndpointError(
      "FIPS and DualStack are enabled, but this partition does not support one or both",
    );
  if (fips && !supportsFIPS)
    throw new EndpointError("FIPS is enabled but this partition does not support FIPS");
  if (dualStack && !supportsDualStack)
    throw new EndpointError("DualStack is enabled but this partition does not support DualStack");
  return new URL(`https://kms${fips ? "-fips" : ""}.${region}.${dualStack ? dualStackDnsSuffix : dnsSuffix}`);
}
