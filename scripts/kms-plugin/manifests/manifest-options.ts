/** What the manifests of a node are told beside the configuration. */
import { posix } from "node:path";
import type { PluginConfig } from "../settings/config";

export interface ManifestOptions {
  /** Where the configuration file will be on the node. */
  readonly configPath: string;
  /** For the static pod, which has no default: nobody publishes an image. */
  readonly image: string | undefined;
  /** Path of the program on the node, for systemd. */
  readonly program: string;
  /**
   * Name of the provider in the EncryptionConfiguration. It is part of what is in etcd: a plugin that takes another's place keeps it.
   * @default - the key's own name
   */
  readonly providerName: string | undefined;
  /** Name of the provider whose data of KMS v1 is still to be read. */
  readonly v1ProviderName: string | undefined;
  readonly resources: readonly string[];
}

/** Folders of the sockets. */
export const socketFolders = ({ keys }: PluginConfig): readonly string[] => [
  ...new Set(keys.map(({ listen }) => posix.dirname(listen))),
];
