/** KMS that loads the AWS SDK when the first call comes: that is a fifth of the time to start, and the socket is open before it. */
import type { KmsService, KmsServiceSettings } from "../../clients/kms-service";

export function lazyService(settings: KmsServiceSettings): KmsService {
  let loading: Promise<KmsService> | undefined;
  const service = (): Promise<KmsService> => {
    loading ??= import("../../clients/kms-service").then(({ kmsService }) => kmsService(settings));
    return loading;
  };
  return {
    encrypt: async (...call) => (await service()).encrypt(...call),
    decrypt: async (...call) => (await service()).decrypt(...call),
    aliasUpdated: async (...call) => (await service()).aliasUpdated(...call),
    close: () => void loading?.then((loaded) => loaded.close()),
  };
}
