/** kube-apiserver's EncryptionConfiguration. The first provider encrypts; all of them are asked to decrypt. Pure. */
import { OperatorError } from "../../errors";
import type { PluginConfig } from "../settings/config";
import type { ManifestOptions } from "./manifest-options";

/** Entries of kube-apiserver's cache for KMS v1; v2 has a cache of its own making. */
const V1_CACHE_SIZE = 1_000;
const TIMEOUT = "3s";

/** @throws OperatorError `usage` for names that kube-apiserver would refuse. */
export function encryptionConfiguration({ keys }: PluginConfig, options: ManifestOptions) {
  const [first] = keys;
  const v2 = keys.map(({ name, listen }, index) => ({
    apiVersion: "v2",
    name: index === 0 ? (options.providerName ?? name) : name,
    endpoint: `unix://${listen}`,
    timeout: TIMEOUT,
  }));
  const v1 =
    options.v1ProviderName === undefined
      ? []
      : [
          {
            apiVersion: "v1",
            name: options.v1ProviderName,
            endpoint: `unix://${first.listen}`,
            cachesize: V1_CACHE_SIZE,
            timeout: TIMEOUT,
          },
        ];
  checkNames(
    v2.map(({ name }) => name),
    options.v1ProviderName,
  );
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [
      {
        resources: options.resources,
        providers: [
          ...[...v2, ...v1].map((kms) => ({ kms })),
          { identity: {} }, // data that was never encrypted is still readable
        ],
      },
    ],
  };
}

/** Source: k8s.io/apiserver, pkg/apis/apiserver/validation, validateKMSConfigName, as it is for a configuration that is reloaded. */
function checkNames(v2: readonly string[], v1: string | undefined): void {
  const bad = v2.find((name) => name === "" || name.includes(":"));
  if (bad !== undefined || v1 === "")
    throw new OperatorError("usage", `a provider cannot be named '${bad ?? v1}'`, {
      hint: "give --provider-name a name without ':'",
    });
  const names = v1 === undefined ? v2 : [...v2, v1];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new OperatorError("usage", `two providers would be named '${twice}'`, {
      hint: "give --provider-name another name: kube-apiserver takes each once, that of KMS v1 too",
    });
}
